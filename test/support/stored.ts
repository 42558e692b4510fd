import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SQLITE_FILE_NAME } from '#src/storage/databaseUrl.ts';

/** A row as SQLite gives it. */
export type StoredRow = Readonly<Record<string, string | number | null>>;

/** Asks the embedded database of a data folder, beside the server that uses it. */
export function queryStored(dataDir: string, sql: string): readonly StoredRow[] {
  const db = new DatabaseSync(join(dataDir, SQLITE_FILE_NAME), { readOnly: true });
  try {
    return db.prepare(sql).all() as StoredRow[];
  } finally {
    db.close();
  }
}

export function countStored(dataDir: string, table: string): number {
  return Number(queryStored(dataDir, `select count(*) as amount from ${table}`)[0]?.['amount']);
}

/** Every file below a folder that contains one of these texts, in UTF-8 or UTF-16: database, log, journal, leftovers. */
export function findTraces(folder: string, texts: readonly string[]): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const path = join(entry.parentPath, entry.name);
      const bytes = readFileSync(path);
      return texts
        .filter((text) => bytes.includes(text) || bytes.includes(Buffer.from(text, 'utf16le')))
        .map((text) => `${entry.name}: ${text}`);
    });
}

/** Lets the test change the embedded database by hand, as a fault or a wrong tool would. */
export function disturbStored(dataDir: string, script: string): void {
  const db = new DatabaseSync(join(dataDir, SQLITE_FILE_NAME), { timeout: 5_000 });
  try {
    // What the test itself writes shall leave no trace of its own.
    db.exec('pragma secure_delete = on');
    db.exec(script);
  } finally {
    db.close();
  }
}

/** Keeps everybody else from writing until the returned function is called. */
export function lockStored(dataDir: string): () => void {
  const db = new DatabaseSync(join(dataDir, SQLITE_FILE_NAME), { timeout: 5_000 });
  db.exec('begin immediate');
  return () => {
    db.exec('rollback');
    db.close();
  };
}
