import type { Clock } from '#src/domain/clock.ts';
import type { Logger } from '#src/domain/logger.ts';
import { parseDatabaseUrl } from './databaseUrl.ts';
import { migrate } from './migrate.ts';
import { openPostgres } from './postgres/openPostgres.ts';
import type { Database } from './sql.ts';
import { openSqlite } from './sqlite/openSqlite.ts';

export interface OpenDatabaseOptions {
  /** `DATABASE_URL`: empty or `file:…` for the embedded database, `postgres://…` for a server. */
  readonly url?: string | undefined;
  readonly dataDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Where SQLite runs: `worker` (default) keeps waiting for the disk off the event loop. */
  readonly thread?: 'main' | 'worker';
  /** True (default) for the one server of a data folder; command-line tools say false and work beside it. */
  readonly isServer?: boolean;
  readonly poolSize?: number;
  readonly listenUrl?: string;
}

/**
 * Opens the database that the configuration names and brings its schema up to date.
 * @throws {StorageUnavailableError} if a server cannot be reached.
 * @throws {Error} with a sentence for the operator if folder, file system or schema do not allow a start.
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<Database> {
  const target = parseDatabaseUrl(options.url, options.dataDir);
  const { clock, logger } = options;
  const db =
    target.kind === 'postgres'
      ? await openPostgres({
          url: target.url,
          clock,
          logger,
          ...(options.poolSize === undefined ? {} : { poolSize: options.poolSize }),
          ...(options.listenUrl === undefined ? {} : { listenUrl: options.listenUrl }),
        })
      : await openSqlite({
          file: target.file,
          clock,
          logger,
          thread: options.thread ?? 'worker',
          isServer: options.isServer ?? true,
        });
  try {
    await migrate(db, { clock, logger });
  } catch (error) {
    await db.close();
    throw error;
  }
  return db;
}
