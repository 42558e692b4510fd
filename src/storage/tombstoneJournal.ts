import { appendFileSync, closeSync, fsyncSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface Tombstone {
  readonly mark: string;
  readonly erasedAt: number;
}

export const TOMBSTONE_FILE_NAME = 'tombstones.jsonl';

/**
 * Tombstones outside the database: a restored backup knows nothing of what was erased after it was made. The marks are
 * keyed hashes of references, so the file may be copied to wherever backups are kept.
 */
export interface TombstoneJournal {
  /** Durable when it returns. Written before the commit: a mark too many does no harm, one too few does. */
  append(mark: string, erasedAt: number): void;
}

export function createTombstoneJournal(file: string): TombstoneJournal {
  return {
    append(mark, erasedAt) {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      const handle = openSync(file, 'a', 0o600);
      try {
        appendFileSync(handle, `${JSON.stringify({ mark, erasedAt })}\n`);
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
    },
  };
}

/** The tombstones of a file; none if it is missing. A last line that a crash cut short is left out. */
export function readTombstones(file: string): readonly Tombstone[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  const tombstones: Tombstone[] = [];
  for (const line of text.split('\n')) {
    const parsed = parseLine(line);
    if (parsed) tombstones.push(parsed);
  }
  return tombstones;
}

function parseLine(line: string): Tombstone | undefined {
  try {
    const { mark, erasedAt } = JSON.parse(line) as Partial<Tombstone>;
    return typeof mark === 'string' && typeof erasedAt === 'number' ? { mark, erasedAt } : undefined;
  } catch {
    return undefined;
  }
}
