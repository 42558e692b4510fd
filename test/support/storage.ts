import { randomBytes } from 'node:crypto';
import { createStorage, type Storage } from '#src/storage/createStorage.ts';
import { createKeyring, type Keyring } from '#src/storage/sealing/keyring.ts';
import { createSystemIds } from '#src/systemIds.ts';
import type { DatabaseMaker, OpenedDatabase } from './databases.ts';
import { FakeClock } from './fakeClock.ts';
import { SilentLogger } from './silentLogger.ts';

/** A keyring with fresh random keys. */
export function aKeyring(clock: FakeClock = new FakeClock()): Keyring {
  return createKeyring({
    encryptionKeys: [{ name: 'test', key: randomBytes(32) }],
    indexKey: randomBytes(32),
    ids: createSystemIds(clock),
  });
}

/** Storage over an empty database, at a time that the test moves. */
export interface TestStorage extends Storage {
  readonly opened: OpenedDatabase;
  readonly clock: FakeClock;
  readonly keyring: Keyring;
  readonly logger: SilentLogger;
}

export async function openTestStorage(maker: DatabaseMaker, start?: string): Promise<TestStorage> {
  const clock = new FakeClock(start);
  const logger = new SilentLogger();
  const opened = await maker.open({ clock, logger });
  const keyring = aKeyring(clock);
  const ids = createSystemIds(clock);
  const storage = createStorage({ db: opened.db, keyring, dataDir: opened.dataDir, clock, ids });
  return { ...storage, opened, clock, keyring, logger };
}
