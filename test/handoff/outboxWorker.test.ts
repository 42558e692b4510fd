import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { StaffMember } from '#src/domain/staff.ts';
import { createOutboxWorker } from '#src/handoff/outboxWorker.ts';
import { createSystemIds } from '#src/systemIds.ts';
import { aContactRequest } from '../support/contactRequests.ts';
import { createDatabaseMaker, DATABASE_KINDS, type DatabaseMaker } from '../support/databases.ts';
import { FakeNotifier } from '../support/fakeNotifier.ts';
import { startHandoff, type TestHandoff } from '../support/handoff.ts';

describe.each(DATABASE_KINDS)('the outbox worker on %s', (kind) => {
  let maker: DatabaseMaker;
  let handoff: TestHandoff;

  beforeAll(async () => {
    maker = await createDatabaseMaker(kind);
  });
  afterEach(() => handoff.worker.stop());
  afterAll(() => maker.end());

  const lead = { id: 'l', roles: ['lead'], office: 'both' } as unknown as StaffMember;
  const noticeStates = async (): Promise<string[]> =>
    (await handoff.unitOfWork.run(({ requests }) => requests.list({ offices: ['BE', 'LU'] }))).map(
      (record) => record.noticeState,
    );

  it('tells each notifier once, and marks the request', async () => {
    const [a, b] = [new FakeNotifier({ name: 'a' }), new FakeNotifier({ name: 'b' })];
    handoff = await startHandoff(maker, { notifiers: [a, b] });
    const { reference } = await handoff.desk.submit(aContactRequest());
    expect(await noticeStates()).toEqual(['waiting']);
    await handoff.worker.drain();
    await handoff.worker.drain();
    expect(a.delivered.map((notice) => notice.reference)).toEqual([reference]);
    expect(b.delivered).toHaveLength(1);
    expect(await noticeStates()).toEqual(['delivered']);
  });

  it('tries again after an outage, later each time, and delivers once under one id', async () => {
    const mail = new FakeNotifier({ outages: 3 });
    handoff = await startHandoff(maker, { notifiers: [mail] });
    await handoff.desk.submit(aContactRequest());
    const triesAfter: number[] = [];
    for (const minutes of [0, 0.4, 0.3, 1, 2, 15]) {
      await handoff.clock.advance({ seconds: minutes * 60 });
      await handoff.worker.drain();
      triesAfter.push(mail.tries);
    }
    expect(triesAfter).toEqual([1, 1, 2, 2, 3, 4]);
    expect(mail.delivered).toHaveLength(1);
  });

  it('raises an alarm after more than an hour, and gives up visibly after days', async () => {
    const mail = new FakeNotifier({ outages: 1000 });
    handoff = await startHandoff(maker, { notifiers: [mail] });
    await handoff.desk.submit(aContactRequest());
    for (let hour = 0; hour < 80; hour += 1) {
      await handoff.worker.drain();
      await handoff.clock.advance({ hours: 1 });
    }
    expect(handoff.alarms.map((alarm) => alarm.kind)).toEqual(['noticeDelayed', 'noticeUndelivered']);
    expect(mail.tries).toBe(18);
    expect(await noticeStates()).toEqual(['undelivered']);
    const counts = await handoff.unitOfWork.run(({ outbox }) => outbox.counts());
    expect(counts).toMatchObject({ ready: 0, dead: 1 });
    expect((await handoff.auditDesk.list({ limit: 1 }))[0]).toMatchObject({ action: 'notice.undelivered' });
  });

  it('lets staff see what became of each notice, and when it is tried next', async () => {
    const [mail, webhook, teams] = [
      new FakeNotifier({ name: 'smtp', outages: 2 }),
      new FakeNotifier({ name: 'webhook', failures: ['delivery_rejected'] }),
      new FakeNotifier({ name: 'teams' }),
    ];
    handoff = await startHandoff(maker, { notifiers: [mail, webhook, teams] });
    await handoff.desk.submit(aContactRequest());
    const [request] = await handoff.requestDesk.list(lead, {});
    const seen = async () => {
      const opened = await handoff.requestDesk.open(lead, request?.id ?? '');
      const deliveries = opened.kind === 'found' ? opened.dossier.deliveries : [];
      return new Map(deliveries.map(({ via, ...delivery }) => [via, delivery]));
    };
    const submittedAt = handoff.clock.now();
    expect((await seen()).get('smtp')).toEqual({
      occasion: 'new',
      state: 'waiting',
      tries: 0,
      lastCode: undefined,
      at: submittedAt,
    });
    await handoff.worker.drain();
    const deliveries = await seen();
    expect(deliveries.get('teams')).toMatchObject({ state: 'delivered', tries: 1, at: submittedAt });
    expect(deliveries.get('webhook')).toMatchObject({ state: 'givenUp', tries: 1, lastCode: 'delivery_rejected' });
    const waiting = deliveries.get('smtp');
    expect(waiting).toMatchObject({ state: 'waiting', tries: 1, lastCode: 'delivery_unavailable' });
    expect((waiting?.at ?? 0) - submittedAt).toBeGreaterThan(20_000);
    for (const minutes of [1, 5]) {
      await handoff.clock.advance({ minutes });
      await handoff.worker.drain();
    }
    expect((await seen()).get('smtp')).toMatchObject({ state: 'delivered', tries: 3, lastCode: undefined });
    // What was given up is sent again, and what has reached staff stays delivered meanwhile.
    await handoff.requestDesk.reviveNotices(lead, request?.id ?? '');
    expect(await noticeStates()).toEqual(['delivered']);
    await handoff.worker.drain();
    expect((await seen()).get('webhook')).toMatchObject({ state: 'delivered', tries: 1 });
  });

  it('gives up at once what is refused for good, and still tells the other notifier', async () => {
    const [mail, teams] = [
      new FakeNotifier({ name: 'mail', failures: ['delivery_rejected'] }),
      new FakeNotifier({ name: 'teams' }),
    ];
    handoff = await startHandoff(maker, { notifiers: [mail, teams] });
    await handoff.desk.submit(aContactRequest());
    await handoff.worker.drain();
    expect(handoff.alarms.map((alarm) => alarm.kind)).toEqual(['noticeUndelivered']);
    expect(teams.delivered).toHaveLength(1);
    expect(await noticeStates()).toEqual(['delivered']);
  });

  it('says nothing of a request that was withdrawn or erased meanwhile', async () => {
    const mail = new FakeNotifier();
    handoff = await startHandoff(maker, { notifiers: [mail] });
    const [first, second] = [
      await handoff.desk.submit(aContactRequest()),
      await handoff.desk.submit(aContactRequest()),
    ];
    await handoff.desk.withdraw(first.reference, first.secret ?? '');
    await handoff.desk.erase(second.reference, second.secret ?? '');
    await handoff.worker.drain();
    expect(mail.tries).toBe(0);
    expect(await handoff.unitOfWork.run(({ outbox }) => outbox.counts())).toMatchObject({ ready: 0, dead: 0 });
  });

  it('does not let a job nobody understands harm its neighbours', async () => {
    const mail = new FakeNotifier();
    handoff = await startHandoff(maker, { notifiers: [mail] });
    await handoff.unitOfWork.run(({ outbox }) =>
      outbox.add({ topic: 'poison', subject: 'x', dedupeKey: 'poison', payload: {} }),
    );
    await handoff.desk.submit(aContactRequest());
    await handoff.worker.drain();
    expect(mail.delivered).toHaveLength(1);
    expect(await handoff.unitOfWork.run(({ outbox }) => outbox.counts())).toMatchObject({ ready: 0, dead: 1 });
  });

  it('shares the work between two workers without doing a job twice', async () => {
    const mail = new FakeNotifier();
    handoff = await startHandoff(maker, { notifiers: [mail] });
    for (let i = 0; i < 40; i += 1) await handoff.desk.submit(aContactRequest());
    const { unitOfWork, clock, logger, opened } = handoff;
    const second = createOutboxWorker({
      unitOfWork,
      bus: opened.db.bus,
      clock,
      ids: createSystemIds(clock),
      logger,
      alarms: { raise: () => undefined },
      notifiers: [mail],
    });
    await Promise.all([handoff.worker.drain(), second.drain()]);
    expect(mail.delivered).toHaveLength(40);
    expect(new Set(mail.delivered.map(({ id }) => id)).size).toBe(40);
    await second.stop();
  });

  it('takes over the job of a worker that died, when its lease has run out', async () => {
    const mail = new FakeNotifier();
    handoff = await startHandoff(maker, { notifiers: [mail] });
    await handoff.desk.submit(aContactRequest());
    const [job] = await handoff.unitOfWork.run(({ outbox }) =>
      outbox.claim('dead worker', handoff.clock.now() + 60_000, 10),
    );
    await handoff.worker.drain();
    expect(mail.tries).toBe(0);
    await handoff.clock.advance({ seconds: 61 });
    await handoff.worker.drain();
    expect(mail.delivered.map(({ id }) => id)).toEqual([job?.id]);
    // The late answer of the dead worker changes nothing.
    const isOurs = job && (await handoff.unitOfWork.run(({ outbox }) => outbox.complete(job, 'dead worker')));
    expect(isOurs).toBe(false);
  });

  it('wakes by itself when a request arrives, and closes its notifiers when it stops', async () => {
    const mail = new FakeNotifier();
    handoff = await startHandoff(maker, { notifiers: [mail] });
    const delivered = new Promise<void>((resolve) => {
      const deliver = mail.deliver.bind(mail);
      mail.deliver = (notice) => deliver(notice).then(resolve);
    });
    handoff.worker.start();
    await handoff.desk.submit(aContactRequest());
    await handoff.clock.advance({ ms: 10 });
    await delivered;
    await handoff.worker.stop();
    expect(mail.isClosed).toBe(true);
    await handoff.desk.submit(aContactRequest());
    await handoff.clock.advance({ minutes: 5 });
    expect(mail.delivered).toHaveLength(1);
  });
});
