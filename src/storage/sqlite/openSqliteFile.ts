import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { backup, DatabaseSync, type StatementSync } from 'node:sqlite';
import type { SqlValue } from '../sql.ts';
import { findNetworkFileSystem } from './fileSystem.ts';
import type { SqliteEngine } from './sqliteEngine.ts';

/** SQLite itself waits this long for another process, and the thread with it: we wait longer, but asynchronously. */
const BUSY_TIMEOUT_MS = 50;

const MAX_CACHED_STATEMENTS = 300;

/**
 * Opens the file on this thread, creating folder (0700) and file (0600) if they are missing.
 * @throws {Error} if the file lies where the write-ahead log is not safe.
 */
export function openSqliteFile(file: string): SqliteEngine {
  prepareFile(file);
  const db = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true });
  try {
    setUp(db);
  } catch (error) {
    db.close();
    throw error;
  }
  const statements = createStatementCache(db);
  return {
    run(text, params) {
      // SQLite drops a whole transaction by itself when the disk is full. What came after would commit on its own.
      if (!db.isTransaction) throw Object.assign(new Error('The transaction is gone'), { errcode: SQLITE_FULL });
      const statement = statements.get(text);
      if (statement.columns().length === 0) return { rows: [], count: Number(statement.run(...params).changes) };
      const rows = statement.all(...params) as Record<string, SqlValue>[];
      return { rows, count: rows.length };
    },
    exec(script) {
      if (script === 'rollback' && !db.isTransaction) return;
      db.exec(script);
    },
    async backupTo(target) {
      await backup(db, target);
    },
    close() {
      statements.clear();
      db.close();
    },
  };
}

const SQLITE_FULL = 13;

function prepareFile(file: string): void {
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const network = findNetworkFileSystem(folder);
  if (network) {
    throw new Error(
      `The database may not lie on a network file system (${network}): put DATA_DIR on a local disk, or use DATABASE_URL=postgres://…`,
    );
  }
  // The log files take over the rights of the database file.
  closeSync(openSync(file, 'a', 0o600));
}

function setUp(db: DatabaseSync): void {
  const mode = db.prepare('pragma journal_mode = wal').get() as { journal_mode: string };
  if (mode.journal_mode !== 'wal') {
    throw new Error(`The file system allows no write-ahead log (journal mode ${mode.journal_mode}): use a local disk`);
  }
  // FULL: with NORMAL every power cut of the measurements lost acknowledged commits (25 of 25).
  db.exec('pragma synchronous = full; pragma secure_delete = on; pragma trusted_schema = off;');
  db.exec('pragma temp_store = memory; pragma journal_size_limit = 67108864;');
}

function createStatementCache(db: DatabaseSync): { get(text: string): StatementSync; clear(): void } {
  const cache = new Map<string, StatementSync>();
  return {
    get(text) {
      const known = cache.get(text);
      if (known) return known;
      const statement = db.prepare(text.replace(/\$(\d+)/g, '?$1'));
      if (cache.size >= MAX_CACHED_STATEMENTS) cache.clear();
      cache.set(text, statement);
      return statement;
    },
    clear: () => cache.clear(),
  };
}
