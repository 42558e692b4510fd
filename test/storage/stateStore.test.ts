import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { StaleStateError, UnreadableRecordError } from '#src/domain/errors.ts';
import { createStateStore } from '#src/storage/stateStore.ts';
import { createDatabaseMaker, DATABASE_KINDS, type DatabaseMaker } from '../support/databases.ts';
import { aKeyring, openTestStorage, type TestStorage } from '../support/storage.ts';

describe.each(DATABASE_KINDS)('the state store on %s', (kind) => {
  let maker: DatabaseMaker;
  let storage: TestStorage;

  beforeAll(async () => {
    maker = await createDatabaseMaker(kind);
  });
  beforeEach(async () => {
    storage = await openTestStorage(maker);
  });
  afterAll(() => maker.end());

  const put = (entries: Record<string, [Record<string, unknown>, number | undefined]>): Promise<void> =>
    storage.stateStore.write(
      new Map(Object.entries(entries).map(([key, [data, expectedVersion]]) => [key, { data, expectedVersion }])),
    );

  it('gives back what was written, with a version, and nothing for unknown keys', async () => {
    await put({ a: [{ name: 'Amir', deep: { list: [1, 'é', 'سلام'] } }, undefined] });
    const found = await storage.stateStore.read(['a', 'none']);
    expect([...found]).toEqual([['a', { data: { name: 'Amir', deep: { list: [1, 'é', 'سلام'] } }, version: 1 }]]);
    expect(await storage.stateStore.read([])).toEqual(new Map());
  });

  it('refuses a whole write if one version is stale', async () => {
    await put({ a: [{ n: 1 }, undefined] });
    await put({ a: [{ n: 2 }, 1] });
    await expect(put({ a: [{ n: 3 }, 1], b: [{ n: 1 }, undefined] })).rejects.toThrow(StaleStateError);
    expect([...(await storage.stateStore.read(['a', 'b']))]).toEqual([['a', { data: { n: 2 }, version: 2 }]]);
    await expect(put({ unknown: [{ n: 1 }, 1] })).rejects.toThrow(StaleStateError);
  });

  it('loses no update among writers who read first', async () => {
    await put({ a: [{ n: 0 }, undefined] });
    const raise = async (): Promise<void> => {
      const state = (await storage.stateStore.read(['a'])).get('a');
      await put({ a: [{ n: (state?.data['n'] as number) + 1 }, state?.version] });
    };
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, raise));
    const won = outcomes.filter(({ status }) => status === 'fulfilled').length;
    expect(won).toBeGreaterThan(0);
    expect((await storage.stateStore.read(['a'])).get('a')?.data['n']).toBe(won);
  });

  it('locks many keys without deadlock, in whatever order writers name them', async () => {
    const keys = ['k1', 'k2', 'k3', 'k4'];
    const write = (order: readonly string[]): Promise<void> =>
      put(Object.fromEntries(order.map((key) => [key, [{ order: order.join() }, undefined]])));
    await Promise.all(Array.from({ length: 20 }, (_, i) => write(i % 2 === 0 ? keys : [...keys].reverse())));
    expect((await storage.stateStore.read(keys)).size).toBe(4);
  });

  it('forgets', async () => {
    await put({ a: [{}, undefined], b: [{}, undefined] });
    await storage.stateStore.delete(['a', 'none']);
    expect([...(await storage.stateStore.read(['a', 'b'])).keys()]).toEqual(['b']);
  });

  it('opens a state neither under another key, nor in another place, nor after any change', async () => {
    await put({ a: [{ secret: 'CANARY' }, undefined] });
    const { db } = storage.opened;
    const stored = (await db.query<{ sealed: string }>('select sealed from bot_state')).rows[0]?.sealed ?? '';
    expect(stored).not.toContain('CANARY');
    const stranger = createStateStore(db, aKeyring(), storage.clock);
    await expect(stranger.read(['a'])).rejects.toThrow(UnreadableRecordError);
    await db.query(`insert into bot_state select 'moved', subject, version, key_id, sealed, updated_at from bot_state`);
    await expect(storage.stateStore.read(['moved'])).rejects.toThrow(UnreadableRecordError);
    const broken = stored.slice(0, -6) + (stored.at(-6) === 'A' ? 'B' : 'A') + stored.slice(-5);
    await db.query('update bot_state set sealed = $1 where key = $2', [broken, 'a']);
    await expect(storage.stateStore.read(['a'])).rejects.toThrow(UnreadableRecordError);
  });
});
