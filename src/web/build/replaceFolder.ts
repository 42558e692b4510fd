import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BuiltFile } from './compressFile.ts';

/**
 * Puts a folder with exactly these files in place of an older one. A process that is killed midway, or a second build
 * at the same time, leaves either the old folder or a new one, never half of each.
 */
export function replaceFolder(dir: string, files: readonly BuiltFile[]): void {
  mkdirSync(dirname(dir), { recursive: true });
  const fresh = mkdtempSync(`${dir}.new-`);
  // Temporary folders are private; pages are not.
  chmodSync(fresh, 0o755);
  for (const file of files) {
    const path = join(fresh, file.path);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, file.content);
  }
  const old = mkdtempSync(`${dir}.old-`);
  try {
    moveIfThere(dir, join(old, 'was'));
    renameSync(fresh, dir);
  } catch (error) {
    // Another build was quicker with the same input: its folder is as good as ours.
    rmSync(fresh, { recursive: true, force: true });
    if (!isTaken(error)) throw error;
  } finally {
    rmSync(old, { recursive: true, force: true });
  }
}

function moveIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

function isTaken(error: unknown): boolean {
  return ['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '');
}
