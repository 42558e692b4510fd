import { closeSync, copyFileSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Clock } from '#src/domain/clock.ts';
import type { Logger } from '#src/domain/logger.ts';
import { createAuditTrail } from './auditTrail.ts';
import { checkDatabaseFile } from './backupDatabase.ts';
import { parseDatabaseUrl } from './databaseUrl.ts';
import { openDatabase } from './openDatabase.ts';
import { readStoredTombstones, replayTombstones } from './replayTombstones.ts';
import type { Keyring } from './sealing/keyring.ts';
import { lockFolder } from './sqlite/folderLock.ts';
import { readTombstones, TOMBSTONE_FILE_NAME, type Tombstone } from './tombstoneJournal.ts';

export interface RestoreOptions {
  readonly dataDir: string;
  readonly url?: string | undefined;
  readonly backupFile: string;
  /** A copy of the journal, if the data folder was lost with the database. */
  readonly tombstoneFile?: string;
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface RestoreReport {
  readonly erasedAgain: number;
  /** Where the database that was replaced lies now. */
  readonly replacedFile: string | undefined;
}

/**
 * Puts a backup in the place of the embedded database and erases again what was erased since. The server must be
 * stopped: the folder's lock is taken meanwhile.
 * @throws {Error} with a sentence for the operator.
 */
export async function restoreDatabase(options: RestoreOptions): Promise<RestoreReport> {
  const target = parseDatabaseUrl(options.url, options.dataDir);
  if (target.kind === 'postgres')
    throw new Error('PostgreSQL is restored with pg_restore; then: npm run restore -- --replay');
  checkDatabaseFile(options.backupFile);
  const unlock = lockFolder(dirname(target.file));
  try {
    const tombstones = await gatherTombstones(options, target.file);
    const replacedFile = replaceFile(options, target.file);
    const db = await openDatabase({ ...options, isServer: false });
    try {
      const erasedAgain = await replayTombstones(db, { ...options, tombstones });
      await db.tx((sql) =>
        createAuditTrail(sql, options.clock).append({
          actor: { kind: 'commandLine' },
          action: 'backup.restored',
          subject: '',
          detail: { erasedAgain },
        }),
      );
      return { erasedAgain, replacedFile };
    } finally {
      await db.close();
    }
  } finally {
    unlock();
  }
}

/** From the journal, a copy of it, and the database that is about to be replaced, if it can still be read. */
async function gatherTombstones(options: RestoreOptions, file: string): Promise<readonly Tombstone[]> {
  const tombstones = [...readTombstones(join(options.dataDir, TOMBSTONE_FILE_NAME))];
  if (options.tombstoneFile !== undefined) tombstones.push(...readTombstones(options.tombstoneFile));
  if (!existsSync(file)) return tombstones;
  try {
    const db = await openDatabase({ ...options, isServer: false });
    try {
      tombstones.push(...(await readStoredTombstones(db)));
    } finally {
      // Open, it would write on into the file that is about to be moved away.
      await db.close();
    }
  } catch {
    options.logger.warn('the replaced database cannot be read: only the journal says what was erased');
  }
  return tombstones;
}

function replaceFile(options: RestoreOptions, file: string): string | undefined {
  const incoming = `${file}.incoming`;
  copyFileSync(options.backupFile, incoming);
  const handle = openSync(incoming, 'r+');
  fsyncSync(handle);
  closeSync(handle);
  let replacedFile: string | undefined;
  if (existsSync(file)) {
    replacedFile = `${file}.replaced-${new Date(options.clock.now()).toISOString().replace(/[:.]/g, '-')}`;
    renameSync(file, replacedFile);
    // The log belongs to the old file: beside the new one it would corrupt it.
    for (const ending of ['-wal', '-shm']) {
      if (existsSync(file + ending)) renameSync(file + ending, replacedFile + ending);
    }
  }
  for (const ending of ['-wal', '-shm']) rmSync(file + ending, { force: true });
  renameSync(incoming, file);
  return replacedFile;
}
