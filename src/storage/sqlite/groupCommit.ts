import { type Clock, sleep } from '#src/domain/clock.ts';
import { StorageUnavailableError } from '#src/domain/errors.ts';
import type { SqlResult, SqlValue, Transaction } from '../sql.ts';
import type { SqliteEngine } from './sqliteEngine.ts';
import { isBusy, translateSqliteError } from './sqliteErrors.ts';

/** Most units that one commit may cover: bounds how long the first of a group waits for the last. */
const MAX_GROUP = 64;

/** How long a unit waits while another process holds the database, before the caller is told (R4: within 3 s). */
const MAX_LOCK_WAIT_MS = 2_000;
const LOCK_RETRY_MS = 25;

type Job = {
  readonly kind: 'unit' | 'statement' | 'alone';
  readonly queuedAt: number;
  /** Called with a transaction if it is a unit. */
  readonly perform: (transaction: Transaction) => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
};

/** Runs units of work one after another on one connection, many of them under one durable commit. */
export interface GroupCommit {
  transact<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** As `transact` for one statement: SQLite itself undoes a statement that fails, so it needs no savepoint. */
  query(text: string, params: readonly SqlValue[]): Promise<SqlResult<Record<string, SqlValue>>>;
  /** Runs an action between transactions: checkpoint, backup. */
  runAlone<T>(action: () => Promise<T>): Promise<T>;
  /** Resolves when nothing is queued. New work is refused from now on. */
  stop(): Promise<void>;
  /** How many units ran under how many commits. */
  readonly stats: { readonly units: number; readonly commits: number };
}

/**
 * Interactive transactions with group commit. Each unit is a savepoint of one outer transaction, and nobody is answered
 * before the one commit (one fsync) that covers the group. A unit that throws is rolled back alone. If SQLite drops the
 * whole transaction (full disk), nobody of the group is acknowledged.
 */
export function createGroupCommit(engine: SqliteEngine, clock: Clock): GroupCommit {
  const queue: Job[] = [];
  const stats = { units: 0, commits: 0 };
  let running: Promise<void> | undefined;
  let isStopped = false;

  function enqueue<T>(kind: Job['kind'], perform: Job['perform']): Promise<T> {
    if (isStopped) return Promise.reject(new StorageUnavailableError({ cause: new Error('The database is closed') }));
    return new Promise<T>((resolve, reject) => {
      const reject_ = (error: unknown): void => reject(translateSqliteError(error));
      queue.push({ kind, queuedAt: clock.now(), perform, resolve: resolve as Job['resolve'], reject: reject_ });
      running ??= pump();
    });
  }

  async function pump(): Promise<void> {
    // One turn of the event loop, so that units that arrive together share the first commit.
    await new Promise((resolve) => setImmediate(resolve));
    while (queue.length > 0) {
      if (queue[0]?.kind === 'alone') await runNextAlone();
      else await runGroup();
    }
    running = undefined;
  }

  async function runNextAlone(): Promise<void> {
    const job = queue.shift();
    if (!job) return;
    try {
      job.resolve(await job.perform(NO_TRANSACTION));
    } catch (error) {
      job.reject(error);
    }
  }

  async function runGroup(): Promise<void> {
    if (!(await begin())) return;
    const performed: { readonly job: Job; readonly value: unknown }[] = [];
    try {
      while (queue[0] && queue[0].kind !== 'alone' && performed.length < MAX_GROUP) {
        const job = queue.shift() as Job;
        const outcome = await (job.kind === 'statement' ? runStatement(job) : runUnit(job));
        if (outcome) performed.push({ job, value: outcome.value });
      }
      await engine.exec('commit');
    } catch (error) {
      await rollBack();
      for (const { job } of performed) job.reject(error);
      return;
    }
    stats.commits += 1;
    for (const { job, value } of performed) job.resolve(value);
  }

  /** @returns `undefined` if the unit alone failed. @throws if the whole transaction is lost. */
  async function runUnit(job: Job): Promise<{ readonly value: unknown } | undefined> {
    stats.units += 1;
    const unit = createUnitTransaction(engine);
    try {
      await engine.exec('savepoint unit');
      const value = await job.perform(unit.transaction);
      unit.end();
      await engine.exec('release unit');
      return { value };
    } catch (error) {
      unit.end();
      job.reject(error);
      await engine.exec('rollback to unit');
      await engine.exec('release unit');
      return undefined;
    }
  }

  /** @returns `undefined` if the statement alone failed. @throws if the whole transaction is lost. */
  async function runStatement(job: Job): Promise<{ readonly value: unknown } | undefined> {
    stats.units += 1;
    try {
      return { value: await job.perform(NO_TRANSACTION) };
    } catch (error) {
      job.reject(error);
      // Throws if SQLite has dropped the transaction: the savepoint of the next unit would silently begin another one.
      await engine.run('select 1', []);
      return undefined;
    }
  }

  /** @returns false if the transaction did not begin: whoever waited too long was told. */
  async function begin(): Promise<boolean> {
    try {
      await engine.exec('begin immediate');
      return true;
    } catch (error) {
      const limit = isBusy(error) ? clock.now() - MAX_LOCK_WAIT_MS : Number.POSITIVE_INFINITY;
      while (queue[0] && queue[0].queuedAt <= limit) queue.shift()?.reject(error);
      if (isBusy(error)) await sleep(clock, LOCK_RETRY_MS);
      return false;
    }
  }

  async function rollBack(): Promise<void> {
    try {
      await engine.exec('rollback');
    } catch {
      // The connection itself is gone: the next `begin` says so.
    }
  }

  return {
    stats,
    transact: (work) => enqueue('unit', work),
    query: (text, params) => enqueue('statement', async () => engine.run(text, params)),
    runAlone: (action) => enqueue('alone', action),
    async stop() {
      isStopped = true;
      await running;
    },
  };
}

/** The transaction of one unit. Kept and used after its end, it would write into the unit of somebody else. */
function createUnitTransaction(engine: SqliteEngine): { readonly transaction: Transaction; end(): void } {
  let isOpen = true;
  const checkOpen = (): void => {
    if (!isOpen) throw new Error('The transaction has ended: await everything inside it');
  };
  return {
    transaction: {
      async query(text, params = []) {
        checkOpen();
        return (await engine.run(text, params)) as never;
      },
      async exec(script) {
        checkOpen();
        await engine.exec(script);
      },
    },
    end() {
      isOpen = false;
    },
  };
}

const NO_TRANSACTION: Transaction = {
  query: () => Promise.reject(new Error('There is no transaction here')),
  exec: () => Promise.reject(new Error('There is no transaction here')),
};
