import { join } from 'node:path';
import { build } from 'esbuild';

/** What the browsers of the phones that are around understand: Android's Chrome since 2018. */
const TARGETS = ['es2018', 'chrome67'];

/** Bundles script and style of the chat page. No source maps: nobody should have to load them. */
export async function bundleChat(rootDir: string): Promise<{ readonly script: string; readonly style: string }> {
  const result = await build({
    absWorkingDir: rootDir,
    entryPoints: [
      { in: join(rootDir, 'src/web/chat/main.ts'), out: 'chat' },
      { in: join(rootDir, 'src/web/chat/styles/chat.css'), out: 'chat' },
    ],
    outdir: join(rootDir, 'dist'),
    write: false,
    bundle: true,
    minify: true,
    format: 'iife',
    target: TARGETS,
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'silent',
    tsconfig: join(rootDir, 'src/web/tsconfig.json'),
  });
  return { script: textOf('.js'), style: textOf('.css') };

  function textOf(extension: string): string {
    const file = result.outputFiles.find(({ path }) => path.endsWith(extension));
    if (!file) throw new Error(`The bundler gave no ${extension} file`);
    return file.text.trim();
  }
}
