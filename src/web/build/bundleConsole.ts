import { join } from 'node:path';
import { build } from 'esbuild';

/** Office computers and phones that still get security updates. */
const TARGETS = ['es2020', 'chrome90', 'safari14', 'firefox90'];

/** Bundles script and style of the staff page. */
export async function bundleConsole(rootDir: string): Promise<{ readonly script: string; readonly style: string }> {
  const result = await build({
    absWorkingDir: rootDir,
    entryPoints: [
      { in: join(rootDir, 'src/web/console/main.ts'), out: 'console' },
      { in: join(rootDir, 'src/web/console/console.css'), out: 'console' },
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
