import { dirname } from 'node:path';
import type { Clock } from '#src/domain/clock.ts';
import type { Logger } from '#src/domain/logger.ts';
import { LocalBus } from '../localBus.ts';
import { createNestingGuard } from '../nestingGuard.ts';
import type { Database } from '../sql.ts';
import { isContainerLayer } from './fileSystem.ts';
import { lockFolder } from './folderLock.ts';
import { createGroupCommit, type GroupCommit } from './groupCommit.ts';
import { openSqliteFile } from './openSqliteFile.ts';
import { openSqliteThread } from './openSqliteThread.ts';

export interface SqliteOptions {
  readonly file: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** `worker` in production; `main` where a thread cannot be started. */
  readonly thread: 'main' | 'worker';
  /** True for a server: the folder is locked. Command-line tools work beside a running server. */
  readonly isServer: boolean;
}

/** The embedded database, not yet migrated. */
export async function openSqlite(options: SqliteOptions): Promise<Database & { readonly stats: GroupCommit['stats'] }> {
  const unlock = options.isServer ? lockFolder(dirname(options.file)) : () => undefined;
  const engine = await openEngine(options).catch((error: unknown) => {
    unlock();
    throw error;
  });
  if (options.isServer && isContainerLayer(dirname(options.file))) {
    options.logger.warn('the data folder lies in a container layer and is lost with the container: mount a volume');
  }
  const commits = createGroupCommit(engine, options.clock);
  const guard = createNestingGuard();
  const bus = new LocalBus();
  let scrubbing: Promise<void> | undefined;

  function tx<T>(work: (sql: Parameters<Parameters<Database['tx']>[0]>[0]) => Promise<T>): Promise<T> {
    return commits.transact((transaction) => guard.inside(() => work(transaction)));
  }

  return {
    dialect: 'sqlite',
    skipLocked: '',
    bus,
    stats: commits.stats,
    async query(text, params) {
      guard.refuseInside();
      return commits.query(text, params ?? []) as never;
    },
    async tx(work) {
      guard.refuseInside();
      return tx(work);
    },
    scrub() {
      guard.refuseInside();
      // One that waits in the queue serves everybody who asked meanwhile.
      scrubbing ??= commits.runAlone(async () => {
        scrubbing = undefined;
        await engine.exec('pragma wal_checkpoint(truncate)');
      });
      return scrubbing;
    },
    async checkWritable() {
      guard.refuseInside();
      await tx((sql) =>
        sql.query('insert into heartbeat (id, at) values (1, $1) on conflict (id) do update set at = excluded.at', [
          options.clock.now(),
        ]),
      );
    },
    async backupTo(file) {
      guard.refuseInside();
      await commits.runAlone(() => engine.backupTo(file));
    },
    async close() {
      await commits.stop();
      await engine.close();
      unlock();
    },
  };
}

async function openEngine(options: SqliteOptions): ReturnType<typeof openSqliteThread> {
  return options.thread === 'worker' ? openSqliteThread(options.file) : openSqliteFile(options.file);
}
