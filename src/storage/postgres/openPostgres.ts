import pg from 'pg';
import type { Clock } from '#src/domain/clock.ts';
import { describeError, type Logger } from '#src/domain/logger.ts';
import { createNestingGuard } from '../nestingGuard.ts';
import type { Database, Transaction } from '../sql.ts';
import { PostgresBus } from './postgresBus.ts';
import { translatePostgresError } from './postgresErrors.ts';

export interface PostgresOptions {
  readonly url: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Connections of this replica; 10 unless told. */
  readonly poolSize?: number;
  /** A direct connection for LISTEN where `url` goes through a transaction pooler. */
  readonly listenUrl?: string;
}

const CONNECT_TIMEOUT_MS = 2_500;
const STATEMENT_TIMEOUT_MS = 5_000;

/** A PostgreSQL server (13 or newer), not yet migrated. */
export async function openPostgres(options: PostgresOptions): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize ?? 10,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: STATEMENT_TIMEOUT_MS * 2,
    idle_in_transaction_session_timeout: 15_000,
    keepAlive: true,
    application_name: 'return-assistant',
    // Epoch milliseconds and sequence numbers stay far below 2^53.
    types: {
      getTypeParser: ((oid: Parameters<typeof pg.types.getTypeParser>[0], format?: 'text') =>
        oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format)) as never,
    },
  });
  // An idle connection died: the pool makes another when it is needed.
  pool.on('error', (error) => options.logger.warn('a database connection was lost', describeError(error)));

  const bus = new PostgresBus({ url: options.listenUrl ?? options.url, clock: options.clock, logger: options.logger });
  try {
    await bus.start();
  } catch (error) {
    await bus.stop();
    await pool.end();
    throw translatePostgresError(error);
  }
  const guard = createNestingGuard();

  async function tx<T>(work: (sql: Transaction) => Promise<T>): Promise<T> {
    guard.refuseInside();
    const client = await pool.connect();
    let broken: Error | undefined;
    // The pool listens to idle connections only: one that dies between two queries of ours would end the process.
    const noteLoss = (error: Error): void => {
      broken = error;
    };
    client.on('error', noteLoss);
    const transaction = wrap(client);
    try {
      await client.query('begin');
      const value = await guard.inside(() => work(transaction));
      await client.query('commit');
      return value;
    } catch (error) {
      await client.query('rollback').catch((failure: Error) => {
        broken = failure;
      });
      throw error;
    } finally {
      client.off('error', noteLoss);
      client.release(broken);
    }
  }

  const translated = <T>(promise: Promise<T>): Promise<T> =>
    promise.catch((error: unknown) => {
      throw translatePostgresError(error);
    });

  return {
    dialect: 'postgres',
    skipLocked: 'for update skip locked',
    bus,
    async query(text, params) {
      guard.refuseInside();
      return translated(wrap(pool).query(text, params));
    },
    tx: (work) => translated(tx(work)),
    scrub: async () => undefined,
    async checkWritable() {
      guard.refuseInside();
      await translated(
        pool.query('insert into heartbeat (id, at) values (1, $1) on conflict (id) do update set at = excluded.at', [
          options.clock.now(),
        ]),
      );
    },
    async backupTo() {
      throw new Error('A PostgreSQL database is backed up with pg_dump (docs/operations.md)');
    },
    async close() {
      await bus.stop();
      await pool.end();
    },
  };
}

function wrap(client: Pick<pg.Pool, 'query'>): Transaction {
  return {
    async query(text, params = []) {
      const result = await client.query(text, [...params]);
      return { rows: result.rows, count: result.rowCount ?? result.rows.length };
    },
    async exec(script) {
      await client.query(script);
    },
  };
}
