import { statfs } from 'node:fs/promises';
import { type Clock, isoDay } from '#src/domain/clock.ts';

/** Free space below which an operated service does not start (M-47): a full disk refuses contact requests. */
const MIN_FREE_BYTES = 500 * 1024 * 1024;

/** This release was made after this day: an earlier clock is wrong, and retention would go by it. */
const RELEASED_AFTER = '2026-11-01';

export interface MachineOptions {
  readonly dataDir: string;
  readonly clock: Clock;
  /** Free bytes of the disk under a folder; tests say their own. */
  readonly readFreeBytes?: (folder: string) => Promise<number>;
}

/**
 * Looks at the machine before an operated service starts.
 * @throws {Error} with one sentence that says what to do.
 */
export async function checkMachine({ dataDir, clock, readFreeBytes = freeBytesOf }: MachineOptions): Promise<void> {
  const today = isoDay(clock.now());
  if (today < RELEASED_AFTER) {
    throw new Error(`The clock of this machine says ${today}, before this release was made: set it right`);
  }
  const free = await readFreeBytes(dataDir);
  if (free < MIN_FREE_BYTES) {
    const megabytes = Math.floor(free / 1024 / 1024);
    throw new Error(`DATA_DIR: only ${megabytes} MB are free, 500 MB are needed: free the disk or choose another one`);
  }
}

async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
