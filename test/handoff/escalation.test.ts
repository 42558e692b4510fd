import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_WORKING_WEEK } from '#src/domain/officeHours.ts';
import type { StaffMember } from '#src/domain/staff.ts';
import { createEscalation, type Escalation } from '#src/handoff/escalation.ts';
import { aContactRequest } from '../support/contactRequests.ts';
import { createDatabaseMaker, type DatabaseMaker } from '../support/databases.ts';
import { FakeNotifier } from '../support/fakeNotifier.ts';
import { startHandoff, type TestHandoff } from '../support/handoff.ts';

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
    const { unitOfWork, clock, logger, opened } = handoff;
    escalation = createEscalation({
      unitOfWork,
      bus: opened.db.bus,
      clock,
      logger,
      alarms: { raise: (alarm) => void handoff.alarms.push(alarm) },
      notifierNames: [mail.name],
      workingWeeks: { BE: DEFAULT_WORKING_WEEK, LU: DEFAULT_WORKING_WEEK },
      unclaimedHours: 8,
    });
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
    expect(alarmed()).toEqual(['requestUnclaimed']);
  });

  it('is announced again after eight working hours, and alarmed after sixteen, once each', async () => {
    await handoff.desk.submit(aContactRequest());
    await handoff.worker.drain();
    // Until Monday, 14:00: the weekend does not count.
    await passHours(71);
    expect(occasions()).toEqual(['new']);
    await passHours(1);
    expect(occasions()).toEqual(['new', 'unclaimed']);
    expect(alarmed()).toEqual([]);
    await passHours(24);
    expect(alarmed()).toEqual(['requestUnclaimed']);
    await passHours(48);
    expect(occasions()).toEqual(['new', 'unclaimed']);
    expect(alarmed()).toEqual(['requestUnclaimed']);
  });

  it('is left alone once somebody takes it, and waits anew when it is given back', async () => {
    await handoff.desk.submit(aContactRequest());
    await handoff.worker.drain();
    const [request] = await handoff.requestDesk.list(lead, {});
    await handoff.requestDesk.take(lead, request?.id ?? '', 1);
    await passHours(24 * 7);
    expect(occasions()).toEqual(['new']);
    await handoff.requestDesk.release(lead, request?.id ?? '', 2);
    await passHours(24);
    expect(occasions()).toEqual(['new']);
    await passHours(72);
    expect(occasions()).toEqual(['new', 'unclaimed']);
  });

  it('is noticed by the clock alone', async () => {
    await handoff.desk.submit(aContactRequest());
    escalation.start();
    await handoff.clock.advance({ days: 4 });
    await escalation.stop();
    await handoff.worker.drain();
    expect(occasions()).toEqual(['new', 'unclaimed']);
    expect(alarmed()).toEqual(['requestUnclaimed']);
  });
});
