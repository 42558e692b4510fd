import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Alarm } from '#src/domain/alarms.ts';
import { DEFAULT_WORKING_WEEK } from '#src/domain/officeHours.ts';
import { RETENTION } from '#src/domain/retention.ts';
import type { StaffMember } from '#src/domain/staff.ts';
import { createEscalation, type Escalation } from '#src/handoff/escalation.ts';
import { aContactRequest } from '../support/contactRequests.ts';
import { createDatabaseMaker, type DatabaseMaker } from '../support/databases.ts';
import { FakeNotifier } from '../support/fakeNotifier.ts';
import { startHandoff, type TestHandoff } from '../support/handoff.ts';

function escalationOf(handoff: TestHandoff, notifierNames: readonly string[]): Escalation {
  const { unitOfWork, clock, logger, opened } = handoff;
  return createEscalation({
    unitOfWork,
    bus: opened.db.bus,
    clock,
    logger,
    alarms: { raise: (alarm) => void handoff.alarms.push(alarm) },
    notifierNames,
    workingWeeks: { BE: DEFAULT_WORKING_WEEK, LU: DEFAULT_WORKING_WEEK },
    hours: { unclaimed: 4, deputy: 8, lead: 16 },
    queueHours: 8,
  });
}

describe('a request that nobody takes', () => {
  let maker: DatabaseMaker;
  let handoff: TestHandoff;
  let mail: FakeNotifier;
  let escalation: Escalation;

  const lead = { id: 'l', roles: ['lead'], office: 'both' } as unknown as StaffMember;
  const occasions = (): string[] => mail.delivered.map(({ occasion }) => occasion);
  const alarmed = (): string[] => handoff.alarms.map(({ kind }) => kind);

  beforeAll(async () => {
    maker = await createDatabaseMaker('sqlite');
  });
  beforeEach(async () => {
    mail = new FakeNotifier();
    // A Friday, 14:00 in Brussels: three working hours before the weekend.
    handoff = await startHandoff(maker, { notifiers: [mail], start: '2027-03-05T13:00:00Z' });
    escalation = escalationOf(handoff, [mail.name]);
  });
  afterAll(() => maker.end());

  const passHours = async (hours: number): Promise<void> => {
    for (let hour = 0; hour < hours; hour += 1) {
      await handoff.clock.advance({ hours: 1 });
      await escalation.check();
      await handoff.worker.drain();
    }
  };

  it('is seen by a server that never runs for ten minutes', async () => {
    await handoff.desk.submit(aContactRequest());
    await handoff.clock.advance({ hours: 96 });
    escalation.start();
    await escalation.stop();
    expect(alarmed()).toContain('requestUnclaimed');
  });

  it('is announced again to the office, the deputy and the lead, once each, and then alarmed', async () => {
    await handoff.desk.submit(aContactRequest());
    await handoff.worker.drain();
    // Three hours of Friday; the weekend does not count.
    await passHours(67);
    expect(occasions()).toEqual(['new']);
    await passHours(1);
    expect(occasions()).toEqual(['new', 'unclaimed']);
    // Monday, 14:00.
    await passHours(4);
    expect(occasions()).toEqual(['new', 'unclaimed', 'deputy']);
    expect(alarmed()).not.toContain('requestUnclaimed');
    await passHours(24);
    expect(occasions()).toEqual(['new', 'unclaimed', 'deputy', 'lead']);
    expect(alarmed().filter((kind) => kind === 'requestUnclaimed')).toHaveLength(1);
    await passHours(24 * 12);
    expect(occasions()).toHaveLength(4);
    expect(alarmed().filter((kind) => kind === 'requestUnclaimed')).toHaveLength(1);
  });

  it('is left alone once somebody takes it, and waits anew when it is given back', async () => {
    await handoff.desk.submit(aContactRequest());
    await handoff.worker.drain();
    const [request] = await handoff.requestDesk.list(lead, {});
    await handoff.requestDesk.take(lead, request?.id ?? '', 1);
    await passHours(24 * 7);
    expect(occasions()).toEqual(['new']);
    await handoff.requestDesk.release(lead, request?.id ?? '', 2, 'workload');
    await passHours(66);
    expect(occasions()).toEqual(['new']);
    await passHours(6);
    expect(occasions()).toEqual(['new', 'unclaimed', 'deputy']);
  });

  it('tells nobody late: a reminder whose request was taken meanwhile is dropped', async () => {
    await handoff.desk.submit(aContactRequest());
    await handoff.worker.drain();
    await handoff.clock.advance({ hours: 72 });
    await escalation.check();
    const [request] = await handoff.requestDesk.list(lead, {});
    await handoff.requestDesk.take(lead, request?.id ?? '', 1);
    await handoff.worker.drain();
    expect(occasions()).toEqual(['new']);
    const opened = await handoff.requestDesk.open(lead, request?.id ?? '');
    const states = opened.kind === 'found' ? opened.dossier.deliveries.map(({ state }) => state) : [];
    expect(states).toEqual(['delivered', 'notNeeded', 'notNeeded']);
  });

  it('is not announced a second time after the traces of the first were purged', async () => {
    await handoff.desk.submit(aContactRequest());
    await passHours(72);
    await handoff.clock.advance({ days: 8 });
    await handoff.retentionStore.purgeBatch('trace', RETENTION, handoff.clock.now(), 100);
    await passHours(1);
    expect(occasions().filter((occasion) => occasion === 'unclaimed')).toHaveLength(1);
  });

  it('is noticed by the clock alone', async () => {
    await handoff.desk.submit(aContactRequest());
    escalation.start();
    await handoff.clock.advance({ days: 4 });
    await escalation.stop();
    await handoff.worker.drain();
    expect(occasions()).toEqual(['new', 'unclaimed', 'deputy', 'lead']);
    expect(alarmed()).toContain('requestUnclaimed');
  });
});

describe('a queue that stands', () => {
  let maker: DatabaseMaker;
  let handoff: TestHandoff;
  let escalation: Escalation;

  const lead = { id: 'l', roles: ['lead'], office: 'both' } as unknown as StaffMember;
  const standing = (): Alarm[] => handoff.alarms.filter(({ kind }) => kind === 'queueStands');

  beforeAll(async () => {
    maker = await createDatabaseMaker('postgres');
  });
  beforeEach(async () => {
    // A Monday, 9:00 in Brussels.
    handoff = await startHandoff(maker, { start: '2027-03-01T08:00:00Z' });
    escalation = escalationOf(handoff, []);
  });
  afterAll(() => maker.end());

  const after = async (hours: number): Promise<Alarm[]> => {
    await handoff.clock.advance({ hours });
    await escalation.check();
    return standing();
  };
  const take = async (index: number): Promise<void> => {
    const waiting = await handoff.requestDesk.list(lead, { statuses: ['pending'] });
    await handoff.requestDesk.take(lead, waiting[index]?.id ?? '', 1);
  };

  it('is alarmed once when nobody of the office took anything for a working day', async () => {
    await handoff.desk.submit(aContactRequest());
    await handoff.desk.submit(aContactRequest());
    expect(await after(7)).toEqual([]);
    expect(await after(1)).toEqual([{ kind: 'queueStands', office: 'BE', waiting: 2 }]);
    expect(await after(24)).toHaveLength(1);
  });

  it('moves while others are taken, though one waits long, and stands again when that ends', async () => {
    for (let i = 0; i < 3; i += 1) await handoff.desk.submit(aContactRequest());
    await handoff.clock.advance({ hours: 7 });
    await take(1);
    // Tuesday, 15:00: the oldest has waited fourteen hours, the last was taken seven hours ago.
    expect(await after(23)).toEqual([]);
    await take(1);
    expect(await after(1)).toEqual([]);
    expect(await after(24)).toEqual([{ kind: 'queueStands', office: 'BE', waiting: 1 }]);
  });

  it('does not stand if nobody waits, whatever the other office does', async () => {
    await handoff.desk.submit(aContactRequest({ country: 'LU' }));
    await take(0);
    await handoff.desk.submit(aContactRequest({ country: 'BE' }));
    expect(await after(48)).toEqual([{ kind: 'queueStands', office: 'BE', waiting: 1 }]);
  });
});
