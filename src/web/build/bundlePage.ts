import { join } from 'node:path';
import { build } from 'esbuild';

export interface PageSources {
  /** Paths below `src/web`. */
  readonly script: string;
  readonly style: string;
  /** Browsers as esbuild names them. */
  readonly targets: readonly string[];
}

/**
 * The chat page: what the browsers of the phones that are around understand, Android's Chrome and Safari since 2018.
 * (Safari is not named: for an old bug of its own esbuild would refuse all destructuring.)
 */
export const CHAT_SOURCES: PageSources = {
  script: 'chat/main.ts',
  style: 'chat/styles/chat.css',
  targets: ['es2018', 'chrome67'],
};

/** The staff page: office computers and phones that still get security updates. */
export const CONSOLE_SOURCES: PageSources = {
  script: 'console/main.ts',
  style: 'console/console.css',
  targets: ['es2020', 'chrome90', 'safari14', 'firefox90'],
};

/** Bundles script and style of a page. No source maps: nobody should have to load them. */
export async function bundlePage(
  rootDir: string,
  { script, style, targets }: PageSources,
): Promise<{ readonly script: string; readonly style: string }> {
  const result = await build({
    absWorkingDir: rootDir,
    entryPoints: [
      { in: join(rootDir, 'src/web', script), out: 'page' },
      { in: join(rootDir, 'src/web', style), out: 'page' },
    ],
    outdir: join(rootDir, 'dist'),
    write: false,
    bundle: true,
    minify: true,
    format: 'iife',
    target: [...targets],
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
