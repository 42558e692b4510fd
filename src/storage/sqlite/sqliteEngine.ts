import type { SqlResult, SqlValue } from '../sql.ts';

type Awaitable<T> = T | Promise<T>;

/** One connection to one SQLite file, on this thread or on another. */
export interface SqliteEngine {
  /** A statement inside the open transaction. */
  run(text: string, params: readonly SqlValue[]): Awaitable<SqlResult<Record<string, SqlValue>>>;
  /** `begin`, `commit`, pragmas, migrations. */
  exec(script: string): Awaitable<void>;
  backupTo(file: string): Promise<void>;
  close(): Awaitable<void>;
}
