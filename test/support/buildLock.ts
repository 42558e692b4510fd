import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const CACHE_DIR = join(import.meta.dirname, '../../.cache');
const LOCK_FILE = join(CACHE_DIR, 'build.lock');

/**
 * Lets one test file at a time build pages and train models: the second one finds them done, instead of training for a
 * minute beside the first. A lock whose process has died is taken over.
 */
export async function withBuildLock<T>(work: () => Promise<T>): Promise<T> {
  mkdirSync(CACHE_DIR, { recursive: true });
  while (!tryLock()) await new Promise((resolve) => setTimeout(resolve, 100));
  try {
    return await work();
  } finally {
    rmSync(LOCK_FILE, { force: true });
  }
}

function tryLock(): boolean {
  try {
    writeFileSync(LOCK_FILE, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (!isHolderAlive()) rmSync(LOCK_FILE, { force: true });
    return false;
  }
}

function isHolderAlive(): boolean {
  try {
    process.kill(Number(readFileSync(LOCK_FILE, 'utf8')), 0);
    return true;
  } catch {
    return false;
  }
}
