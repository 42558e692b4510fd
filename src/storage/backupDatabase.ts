import { closeSync, existsSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { Clock } from '#src/domain/clock.ts';
import { createAuditTrail } from './auditTrail.ts';
import type { Database } from './sql.ts';

/**
 * Copies the embedded database into a new file while it is in use, and checks the copy. Keys are not in it: they are
 * kept elsewhere, or a thief of the backup has both.
 * @throws {Error} if the file exists, or the copy is not whole.
 */
export async function backupDatabase(db: Database, file: string, clock: Clock): Promise<void> {
  if (db.dialect === 'postgres') throw new Error('PostgreSQL is backed up with pg_dump: see docs/operations.md');
  if (existsSync(file)) throw new Error(`${file} exists already: choose a new name`);
  await db.tx((sql) =>
    createAuditTrail(sql, clock).append({ actor: { kind: 'commandLine' }, action: 'backup.created', subject: '' }),
  );
  closeSync(openSync(file, 'wx', 0o600));
  await db.backupTo(file);
  makeSingleFile(file);
  checkDatabaseFile(file);
}

/** Without write-ahead log the copy is one file that can be moved about. */
function makeSingleFile(file: string): void {
  const copy = new DatabaseSync(file);
  copy.exec('pragma journal_mode = delete');
  copy.close();
}

/** @throws {Error} if the file is not a whole database of this program. */
export function checkDatabaseFile(file: string): void {
  if (!existsSync(file)) throw new Error(`${file} does not exist`);
  const copy = new DatabaseSync(file, { readOnly: true });
  try {
    const result = copy.prepare('pragma integrity_check').get() as { integrity_check?: string };
    if (result.integrity_check !== 'ok') throw new Error('The integrity check failed');
    copy.prepare('select count(*) from schema_migration').get();
  } catch (error) {
    throw new Error(`${file} is not a whole database of this program`, { cause: error });
  } finally {
    copy.close();
  }
}
