import { join } from 'node:path';
import { loadStaticFiles } from '#src/http/staticFiles.ts';
import { createStaticRoutes } from '#src/http/staticRoutes.ts';
import { buildWeb } from '#src/web/build.ts';
import { type ConsoleServer, type ConsoleServerOptions, startConsoleServer } from './consoleServer.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Where the console's tests build the pages: apart from other tests, which may run at the same time. */
const PAGES_DIR = join(ROOT, '.cache/test-console-web');

/** The console with its built script and style, as a browser needs it. */
export async function startConsolePages(options: ConsoleServerOptions = {}): Promise<ConsoleServer> {
  await buildWeb({ rootDir: ROOT, outDir: PAGES_DIR });
  const files = await loadStaticFiles(PAGES_DIR);
  return startConsoleServer({
    ...options,
    built: { paths: [...files.keys()], routes: createStaticRoutes({ files, pages: [] }) },
  });
}
