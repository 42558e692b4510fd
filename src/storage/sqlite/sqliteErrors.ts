import { StorageUnavailableError } from '#src/domain/errors.ts';

/** Primary result codes of SQLite that mean the outside world failed: lock, rights, disk, file. */
const OUTSIDE = new Set([5, 6, 8, 10, 11, 13, 14, 15, 23, 26]);
const BUSY = new Set([5, 6]);

/** True if another process holds the lock: waiting can help. */
export function isBusy(error: unknown): boolean {
  return BUSY.has(primaryCode(error));
}

/** The same error, or a `StorageUnavailableError` if the outside world failed. */
export function translateSqliteError(error: unknown): unknown {
  return OUTSIDE.has(primaryCode(error)) ? new StorageUnavailableError({ cause: error }) : error;
}

function primaryCode(error: unknown): number {
  const code = (error as { errcode?: unknown } | undefined)?.errcode;
  return typeof code === 'number' ? code & 0xff : 0;
}
