import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createDatabaseMaker, DATABASE_KINDS, type DatabaseMaker } from '../support/databases.ts';
import { openTestStorage, type TestStorage } from '../support/storage.ts';

describe.each(DATABASE_KINDS)('the conversation log on %s', (kind) => {
  let maker: DatabaseMaker;
  let storage: TestStorage;

  beforeAll(async () => {
    maker = await createDatabaseMaker(kind);
  });
  beforeEach(async () => {
    storage = await openTestStorage(maker);
  });
  afterAll(() => maker.end());

  const say = (text: string, more: object = {}) => ({ body: { type: 'message', text }, ...more });

  it('opens a conversation once, whoever comes first', async () => {
    const { conversationLog } = storage;
    const opened = await Promise.all([1, 2, 3].map(() => conversationLog.open('c', 'dl_1')));
    expect(opened.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(await conversationLog.find('c')).toMatchObject({ id: 'c', userId: 'dl_1', endedAt: undefined });
    expect(await conversationLog.find('other')).toBeUndefined();
  });

  it('numbers activities without gaps and with growing times, however many write at once', async () => {
    const { conversationLog } = storage;
    await conversationLog.open('c', 'dl_1');
    await Promise.all(Array.from({ length: 50 }, (_, i) => conversationLog.append('c', say(`m${i}`))));
    const log = await conversationLog.read('c', 0);
    expect(log.map(({ seq }) => seq)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
    const times = log.map(({ timestamp }) => timestamp);
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
    expect(new Set(log.map(({ body }) => body['text'])).size).toBe(50);
    expect(log[0]?.id).toBe('c|0000001');
  });

  it('reads on from a watermark, in pages', async () => {
    const { conversationLog } = storage;
    await conversationLog.open('c', 'dl_1');
    for (const text of ['a', 'b', 'c', 'd']) await conversationLog.append('c', say(text));
    expect((await conversationLog.read('c', 1, 2)).map(({ body }) => body['text'])).toEqual(['b', 'c']);
    expect(await conversationLog.read('c', 4)).toEqual([]);
  });

  it('stores a message that the client sends twice only once, and keeps the numbers gap-free', async () => {
    const { conversationLog } = storage;
    await conversationLog.open('c', 'dl_1');
    const sent = await Promise.all(
      [1, 2, 3].map(() => conversationLog.append('c', say('once', { clientActivityId: 'x1' }))),
    );
    expect(sent.map(({ kind: outcome }) => outcome).sort()).toEqual(['duplicate', 'duplicate', 'stored']);
    const ids = sent.map((result) => (result.kind === 'ended' ? '' : result.activity.id));
    expect(new Set(ids).size).toBe(1);
    await conversationLog.append('c', say('next'));
    expect((await conversationLog.read('c', 0)).map(({ seq }) => seq)).toEqual([1, 2]);
  });

  it('lets a later activity take the place of an earlier one', async () => {
    const { conversationLog, clock } = storage;
    await conversationLog.open('c', 'dl_1');
    const first = await conversationLog.append('c', say('typing'));
    if (first.kind === 'ended') throw new Error('ended');
    await clock.advance({ seconds: 5 });
    const second = await conversationLog.append('c', say('answer', { replaces: first.activity.id }));
    const third = await conversationLog.append('c', say('better answer', { replaces: first.activity.id }));
    expect(second).toMatchObject({ activity: { seq: 2, id: first.activity.id, timestamp: first.activity.timestamp } });
    expect(third).toMatchObject({ activity: { seq: 3, id: first.activity.id } });
    expect(await conversationLog.append('c', say('alone', { replaces: 'c|0000099' }))).toMatchObject({
      activity: { id: 'c|0000004' },
    });
    expect(await conversationLog.append('c', say('alone', { replaces: 'd|0000001' }))).toMatchObject({
      activity: { id: 'c|0000005' },
    });
  });

  it('tells other parts of the system that something was said', async () => {
    const { conversationLog, opened } = storage;
    await conversationLog.open('c', 'dl_1');
    const heard = new Promise<string>((resolve) => opened.db.bus.subscribe('activity', resolve));
    const appended = conversationLog.append('c', say('hello'));
    await appended;
    // On PostgreSQL hints are gathered for some milliseconds of this clock.
    await storage.clock.advance({ ms: 10 });
    expect(await heard).toBe('c');
  });

  it('keeps everything over a restart', async () => {
    const { conversationLog } = storage;
    await conversationLog.open('c', 'dl_1');
    await conversationLog.append('c', say('still here'));
    const db = await storage.opened.reopen();
    const { rows } = await db.query<{ amount: number }>('select count(*) as amount from activity');
    expect(rows[0]?.amount).toBe(1);
  });

  it('erases what was said and remembered, and keeps only that it ended', async () => {
    const { conversationLog, stateStore, opened } = storage;
    await conversationLog.open('c', 'dl_1');
    await conversationLog.append('c', say('secret'));
    const data = { data: { a: 1 }, expectedVersion: undefined };
    await stateStore.write(
      new Map([
        ['web/conversations/c/', data],
        ['web/users/dl_1/', data],
        ['web/conversations/other/', data],
      ]),
    );
    await conversationLog.erase('c');
    expect(await conversationLog.read('c', 0)).toEqual([]);
    expect((await conversationLog.find('c'))?.endedAt).toBe(storage.clock.now());
    expect(await conversationLog.append('c', say('too late'))).toEqual({ kind: 'ended' });
    expect(await conversationLog.append('never opened', say('x'))).toEqual({ kind: 'ended' });
    const { rows } = await opened.db.query<{ key: string }>('select key from bot_state');
    expect(rows).toEqual([{ key: 'web/conversations/other/' }]);
    const keys = await opened.db.query('select owner from data_key');
    expect(keys.count).toBe(0);
  });

  describe('as a queue of turns', () => {
    const claim = (owner: string, finished?: number) =>
      storage.turnLedger.claim({ conversationId: 'c', owner, leaseMs: 30_000, ...(finished ? { finished } : {}) });

    beforeEach(async () => {
      await storage.conversationLog.open('c', 'dl_1');
      for (const text of ['one', 'two']) await storage.conversationLog.append('c', say(text, { needsTurn: true }));
      await storage.conversationLog.append('c', say('answer of the bot'));
    });

    it('gives pending activities oldest first, each until it is finished', async () => {
      const first = await claim('a');
      expect(first).toMatchObject({ attempt: 1, activity: { seq: 1, body: { text: 'one' } } });
      expect(await claim('a')).toMatchObject({ attempt: 2, activity: { seq: 1 } });
      expect(await claim('a', 1)).toMatchObject({ attempt: 1, activity: { seq: 2 } });
      expect(await claim('a', 2)).toBeUndefined();
    });

    it('keeps others off while a lease lives, and lets them in after it', async () => {
      await claim('a');
      expect(await claim('b')).toBeUndefined();
      expect(await storage.turnLedger.findWaiting('b', 10)).toEqual([]);
      expect(await storage.turnLedger.findWaiting('a', 10)).toEqual(['c']);
      await storage.clock.advance({ seconds: 20 });
      await storage.turnLedger.renew('c', 'a', 30_000);
      await storage.clock.advance({ seconds: 20 });
      expect(await claim('b')).toBeUndefined();
      await storage.clock.advance({ seconds: 20 });
      expect(await storage.turnLedger.findWaiting('b', 10)).toEqual(['c']);
      expect(await claim('b')).toMatchObject({ attempt: 2, activity: { seq: 1 } });
    });

    it('gives each activity to one of two replicas that race', async () => {
      const claims = await Promise.all([claim('a'), claim('b'), claim('a'), claim('b')]);
      const owners = claims.filter((turn) => turn !== undefined);
      expect(owners.length).toBe(2);
      expect(new Set(owners.map((turn) => turn?.attempt))).toEqual(new Set([1, 2]));
    });

    it('frees the conversation when nothing is pending', async () => {
      await claim('a');
      await claim('a', 1);
      await claim('a', 2);
      expect(await storage.turnLedger.findWaiting('b', 10)).toEqual([]);
      await storage.conversationLog.append('c', say('three', { needsTurn: true }));
      expect(await claim('b')).toMatchObject({ activity: { body: { text: 'three' } } });
    });

    it('has nothing for a conversation that was erased', async () => {
      await storage.conversationLog.erase('c');
      expect(await claim('a')).toBeUndefined();
      expect(await storage.turnLedger.findWaiting('a', 10)).toEqual([]);
    });
  });
});
