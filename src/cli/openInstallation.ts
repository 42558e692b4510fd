import { join } from 'node:path';
import { type AppConfig, loadConfig } from '#src/config/config.ts';
import { readEnvironment } from '#src/config/readEnvironment.ts';
import type { Clock } from '#src/domain/clock.ts';
import type { Ids } from '#src/domain/ids.ts';
import { createStorage, type Storage } from '#src/storage/createStorage.ts';
import { openDatabase } from '#src/storage/openDatabase.ts';
import { checkKeys } from '#src/storage/sealing/checkKeys.ts';
import type { Keyring } from '#src/storage/sealing/keyring.ts';
import { loadKeyring } from '#src/storage/sealing/loadKeyring.ts';
import type { Database } from '#src/storage/sql.ts';
import { systemClock } from '#src/systemClock.ts';
import { createSystemIds } from '#src/systemIds.ts';
import { stderrLogger } from './stderrLogger.ts';

/** The installation that the environment describes, as a command sees it. */
export interface Installation {
  readonly config: AppConfig;
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Opens database and repositories, beside a running server; closed when `work` ends. */
  readonly withStorage: <T>(work: (storage: Storage, db: Database) => Promise<T>) => Promise<T>;
}

/** @throws {ConfigError} with one line per variable. */
export function findInstallation(): Installation {
  const config = loadConfig(readEnvironment());
  const clock = systemClock;
  const ids = createSystemIds(clock);
  const keyring = loadKeyring({
    source: config.keys
      ? { kind: 'given', dataKeys: config.keys.dataKeys, indexKey: config.keys.indexKey }
      : { kind: 'generated', directory: join(config.dataDir, 'keys') },
    ids,
  });
  return {
    config,
    keyring,
    clock,
    ids,
    async withStorage(work) {
      const { databaseUrl, dataDir } = config;
      const db = await openDatabase({ url: databaseUrl, dataDir, clock, logger: stderrLogger, isServer: false });
      try {
        await checkKeys(db, keyring);
        return await work(createStorage({ db, keyring, dataDir, clock, ids }), db);
      } finally {
        await db.close();
      }
    },
  };
}

/**
 * Runs a command: its text goes to stdout; an error becomes one sentence on stderr and exit code 1. `--help` shows the
 * usage and does nothing else.
 */
export function runCommand(command: () => Promise<string>, usage: string): void {
  if (process.argv.includes('--help') || process.argv.includes('-h')) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  command().then(
    (text) => process.stdout.write(`${text}\n`),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : 'The command failed'}\n`);
      process.exitCode = 1;
    },
  );
}
