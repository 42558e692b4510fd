import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Alarm } from '#src/domain/alarms.ts';
import { type PurgeKind, RETENTION } from '#src/domain/retention.ts';
import { createHousekeeping } from '#src/maintenance/housekeeping.ts';
import { type PurgeReport, purge } from '#src/maintenance/purge.ts';
import { verifyAudit } from '#src/storage/verifyAudit.ts';
import { aContactRequest } from '../support/contactRequests.ts';
import { createDatabaseMaker, type DatabaseMaker } from '../support/databases.ts';
import { startHandoff, type TestHandoff } from '../support/handoff.ts';

describe.each(['sqlite', 'postgres'] as const)('retention on %s', (kind) => {
  let maker: DatabaseMaker;
  let handoff: TestHandoff;
  let alarms: Alarm[];

  beforeAll(async () => {
    maker = await createDatabaseMaker(kind);
  });
  beforeEach(async () => {
    handoff = await startHandoff(maker);
    alarms = [];
  });
  afterAll(() => maker.end());

  const run = async (isConfirmed = false): Promise<PurgeReport> => {
    const { retentionStore, clock, logger, opened } = handoff;
    const running = purge({
      retentionStore,
      clock,
      logger,
      alarms: { raise: (alarm) => void alarms.push(alarm) },
      rules: RETENTION,
      scrub: () => opened.db.scrub(),
      isConfirmed,
    });
    // Between batches the purge rests, by the clock of this test.
    const resting = setInterval(() => void clock.advance({ ms: 20 }), 1);
    return running.finally(() => clearInterval(resting));
  };
  const deletedBy = async (isConfirmed = false): Promise<Partial<Record<PurgeKind, number>>> =>
    Object.fromEntries(Object.entries((await run(isConfirmed)).deleted).filter(([, count]) => count > 0));
  const amountIn = async (table: string): Promise<number> =>
    (await handoff.opened.db.query<{ amount: number }>(`select count(*) as amount from ${table}`)).rows[0]?.amount ??
    -1;

  it('deletes idle chats after 24 hours, with all that the bot remembers', async () => {
    const { conversationLog, stateStore, clock } = handoff;
    for (const id of ['idle', 'busy']) {
      await conversationLog.open(id, `dl_${id}`);
      await conversationLog.append(id, { body: { text: 'hello' } });
      await stateStore.write(new Map([[`web/conversations/${id}/`, { data: {}, expectedVersion: undefined }]]));
    }
    await clock.advance({ hours: 20 });
    expect(await deletedBy()).toEqual({});
    await conversationLog.append('busy', { body: { text: 'still here' } });
    await clock.advance({ hours: 5 });
    expect(await deletedBy()).toEqual({ botState: 2, conversation: 1 });
    expect(await conversationLog.find('idle')).toBeUndefined();
    expect(await conversationLog.read('busy', 0)).toHaveLength(2);
    expect(await amountIn('data_key')).toBe(1);
    expect(await deletedBy()).toEqual({});
  });

  it('keeps the chat of a request as long as the request, and deletes both 30 days after it was closed', async () => {
    const { conversationLog, desk, clock } = handoff;
    await conversationLog.open('with request', 'dl_1');
    await conversationLog.append('with request', { body: { text: 'my number is …' } });
    const { reference, secret } = await desk.submit(aContactRequest({ conversationId: 'with request' }));
    await clock.advance({ days: 40 });
    expect(await deletedBy()).toEqual({});
    await desk.withdraw(reference, secret ?? '');
    await clock.advance({ days: 29 });
    expect(await deletedBy()).toEqual({});
    await clock.advance({ days: 2 });
    expect(await deletedBy()).toEqual({ contactRequest: 1 });
    expect(await amountIn('activity')).toBe(0);
    expect(await amountIn('consent')).toBe(0);
    expect(await deletedBy()).toEqual({ conversation: 1 });
    expect(await amountIn('data_key')).toBe(0);
    const trail = await handoff.auditDesk.list({});
    expect(trail.map(({ action }) => action)).toContain('request.purged');
  });

  it('never deletes an unresolved request, but alarms the lead about it once a day from 150 days on', async () => {
    await handoff.desk.submit(aContactRequest());
    const { retentionStore, clock, logger } = handoff;
    const housekeeping = createHousekeeping({
      retentionStore,
      clock,
      logger,
      alarms: { raise: (alarm) => void alarms.push(alarm) },
      rules: RETENTION,
      scrub: async () => undefined,
      readAuditHead: () => handoff.unitOfWork.run(({ audit }) => audit.head()),
    });
    await clock.advance({ days: 149 });
    await housekeeping.run();
    expect(alarms).toEqual([]);
    await clock.advance({ days: 2 });
    await housekeeping.run();
    await clock.advance({ hours: 12 });
    await housekeeping.run();
    expect(alarms.map((alarm) => alarm.kind)).toEqual(['requestOverdue']);
    await clock.advance({ hours: 13 });
    await housekeeping.run();
    expect(alarms).toHaveLength(2);
    expect(await amountIn('contact_request')).toBe(1);
    const heads = logger.lines.filter(({ message }) => message === 'audit head');
    expect(heads[0]?.fields).toMatchObject({ auditSeq: 1, auditHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  it('runs every hour from the start on, until it is stopped', async () => {
    const { conversationLog, retentionStore, clock, logger } = handoff;
    const housekeeping = createHousekeeping({
      retentionStore,
      clock,
      logger,
      alarms: { raise: () => undefined },
      rules: RETENTION,
      scrub: async () => undefined,
      readAuditHead: () => handoff.unitOfWork.run(({ audit }) => audit.head()),
    });
    const heads = (): number => logger.lines.filter(({ message }) => message === 'audit head').length;
    const waitForHeads = async (count: number): Promise<void> => {
      while (heads() < count) await new Promise((resolve) => setTimeout(resolve, 5));
    };
    await conversationLog.open('idle', 'dl_1');
    housekeeping.start();
    await waitForHeads(1);
    for (let hour = 0; hour < 25; hour += 1) {
      await clock.advance({ hours: 1 });
      await waitForHeads(hour + 2);
    }
    await housekeeping.stop();
    await clock.advance({ hours: 5 });
    expect(heads()).toBe(26);
    expect(await conversationLog.find('idle')).toBeUndefined();
  });

  it('deletes audit records after a year and keeps the rest verifiable', async () => {
    for (let month = 0; month < 14; month += 1) {
      await handoff.desk.submit(aContactRequest());
      await run();
      await handoff.clock.advance({ days: 30 });
    }
    await run();
    const left = await amountIn('audit');
    expect(left).toBeGreaterThan(10);
    expect((await verifyAudit(handoff.opened.db)).kind).toBe('intact');
    const oldest = await handoff.opened.db.query<{ at: number }>('select min(at) as at from audit');
    expect(handoff.clock.now() - (oldest.rows[0]?.at ?? 0)).toBeLessThan(366 * 86_400_000);
  });

  it('goes on where a killed purge stopped', async () => {
    const { conversationLog, retentionStore, clock } = handoff;
    for (let i = 0; i < 250; i += 1) await conversationLog.open(`c${i}`, 'dl_1');
    await clock.advance({ hours: 25 });
    // What one batch of a purge that was killed has done.
    expect(await retentionStore.purgeBatch('conversation', RETENTION, clock.now(), 100)).toBe(100);
    expect(await deletedBy()).toEqual({ conversation: 150 });
    expect(await amountIn('conversation')).toBe(0);
  });

  it('deletes nothing when the clock jumps ten years, until an operator confirms', async () => {
    const { desk, conversationLog, clock } = handoff;
    await conversationLog.open('c', 'dl_1');
    const { reference, secret } = await desk.submit(aContactRequest());
    await desk.withdraw(reference, secret ?? '');
    await run();
    await clock.advance({ days: 3_650 });
    for (let again = 0; again < 3; again += 1) {
      const report = await run();
      expect(report.refused).toEqual(['conversation', 'contactRequest', 'audit']);
      await clock.advance({ hours: 1 });
    }
    expect(alarms.every((alarm) => alarm.kind === 'purgeRefused' && alarm.reason === 'clock')).toBe(true);
    expect(await amountIn('contact_request')).toBe(1);
    expect(await deletedBy(true)).toMatchObject({ contactRequest: 1 });
    expect((await run()).refused).toEqual([]);
  });

  it('does not delete more than a fifth of the requests at once without an operator', async () => {
    const { desk, clock } = handoff;
    for (let i = 0; i < 30; i += 1) {
      const { reference, secret } = await desk.submit(aContactRequest());
      await desk.withdraw(reference, secret ?? '');
    }
    await clock.advance({ days: 31 });
    expect((await run()).refused).toEqual(['contactRequest']);
    expect(alarms).toMatchObject([{ kind: 'purgeRefused', reason: 'cap', count: 30 }]);
    expect(await amountIn('contact_request')).toBe(30);
    expect(await deletedBy(true)).toMatchObject({ contactRequest: 30 });
  });
});
