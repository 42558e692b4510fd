import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const COPIED = ['src', 'dialogs', 'locales', 'bench', 'package.json', 'tsconfig.json'];

/** A copy of the project in a temporary folder, with caches of its own. */
export interface ProjectCopy {
  readonly root: string;
  /** Folder for data of one run. */
  dataDir(name: string): string;
  remove(): void;
}

/**
 * Copies what the program runs from. Without `dist` the first start is a cold one: it trains the models and builds the
 * pages. The copy also keeps the measured program the same if somebody edits the project meanwhile.
 */
export function copyProject({ withCaches }: { readonly withCaches: boolean }): ProjectCopy {
  const folder = mkdtempSync(join(tmpdir(), 'return-assistant-bench-'));
  const root = join(folder, 'project');
  const names = [...COPIED, ...(withCaches && existsSync(join(ROOT, 'dist')) ? ['dist'] : [])];
  for (const name of names) cpSync(join(ROOT, name), join(root, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'), 'dir');
  return {
    root,
    dataDir: (name) => join(folder, 'data', name),
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}
