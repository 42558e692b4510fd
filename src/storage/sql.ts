import type { Bus } from '#src/domain/bus.ts';

export type SqlValue = string | number | null;

export interface SqlResult<Row> {
  readonly rows: readonly Row[];
  /** Rows returned, or rows changed by a statement that returns none. */
  readonly count: number;
}

/**
 * The one way to talk to a database. The same text, with `$1`, `$2` … as placeholders, runs on SQLite and PostgreSQL:
 * text, bigint and integer columns, epoch milliseconds, `on conflict`, `returning`.
 */
export interface Sql {
  query<Row = Record<string, SqlValue>>(text: string, params?: readonly SqlValue[]): Promise<SqlResult<Row>>;
}

/** An open transaction. `exec` runs a script of several statements without parameters: for migrations. */
export interface Transaction extends Sql {
  exec(script: string): Promise<void>;
}

export type Dialect = 'sqlite' | 'postgres';

/** An open, migrated database. */
export interface Database extends Sql {
  readonly dialect: Dialect;
  /** The one difference between the dialects in our queries: rows that another worker holds are skipped. */
  readonly skipLocked: '' | 'for update skip locked';
  readonly bus: Bus;
  /**
   * Runs `work` in one transaction and resolves after the durable commit. Inside, use the given `Sql` only: the
   * database's own `query` would wait for itself, and is refused.
   */
  tx<T>(work: (sql: Transaction) => Promise<T>): Promise<T>;
  /** Overwrites deleted content in file and write-ahead log (SQLite); nothing to do on PostgreSQL. */
  scrub(): Promise<void>;
  /** Proves that a write gets through, for readiness. @throws {StorageUnavailableError} */
  checkWritable(): Promise<void>;
  /** Copies the whole database into a new file while it is in use (SQLite only). */
  backupTo(file: string): Promise<void>;
  /** Finishes what was begun and frees files and connections. */
  close(): Promise<void>;
}

/** `$1, $2, …` for a list of values, beginning at `first`. */
export function placeholders(count: number, first = 1): string {
  return Array.from({ length: count }, (_, i) => `$${first + i}`).join(', ');
}
