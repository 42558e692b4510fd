import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { StorageUnavailableError } from '#src/domain/errors.ts';
import { isoWeek, startOfIsoWeek } from '#src/domain/isoWeek.ts';
import { DEFAULT_WORKING_WEEK } from '#src/domain/officeHours.ts';
import type { Report, WeeklyCount } from '#src/domain/reports.ts';
import type { StaffId, StaffMember } from '#src/domain/staff.ts';
import { createReplyTally, type ReplyTally } from '#src/reports/replyTally.ts';
import { createReportDesk } from '#src/reports/reportDesk.ts';
import { createRequestCounter, type RequestCounter } from '#src/reports/requestCounter.ts';
import { aContactRequest } from '#test/support/contactRequests.ts';
import { createDatabaseMaker, type DatabaseMaker } from '#test/support/databases.ts';
import { FakeNotifier } from '#test/support/fakeNotifier.ts';
import { startHandoff, type TestHandoff } from '#test/support/handoff.ts';

const MEMBER: StaffMember = {
  id: 'staff-1' as StaffId,
  login: 'amal@iom.example',
  displayName: 'Amal',
  roles: ['lead'],
  office: 'both',
  isDisabled: false,
  createdAt: 0,
};

describe.each(['sqlite', 'postgres'] as const)('weekly numbers on %s', (kind) => {
  let maker: DatabaseMaker;
  let handoff: TestHandoff;
  let tally: ReplyTally;
  let counter: RequestCounter;

  beforeAll(async () => {
    maker = await createDatabaseMaker(kind);
  });
  beforeEach(async () => {
    // A Tuesday morning in Brussels, 10:00: the office is open.
    handoff = await startHandoff(maker, { start: '2027-03-02T09:00:00Z', notifiers: [new FakeNotifier()] });
    const { unitOfWork, clock, logger } = handoff;
    tally = createReplyTally({ unitOfWork, clock, logger });
    counter = aCounter();
  });
  afterAll(() => maker.end());

  const aCounter = () =>
    createRequestCounter({
      unitOfWork: handoff.unitOfWork,
      clock: handoff.clock,
      logger: handoff.logger,
      workingWeeks: { BE: DEFAULT_WORKING_WEEK, LU: DEFAULT_WORKING_WEEK },
    });
  const counts = async (): Promise<string[]> =>
    (await handoff.unitOfWork.run(({ reports }) => reports.counts('2000-W01', '2999-W01')))
      .map(({ week, locale, measure, amount }: WeeklyCount) => `${week} ${locale} ${measure} ${amount}`)
      .sort();
  const waits = async (): Promise<string[]> =>
    (await handoff.unitOfWork.run(({ reports }) => reports.waits('2000-W01', '2999-W01')))
      .map(({ week, locale, kind, upTo, amount }) => `${week} ${locale} ${kind} ${upTo} ${amount}`)
      .sort();
  const submit = async (changes: Parameters<typeof aContactRequest>[0] = {}) => {
    const { reference, secret } = await handoff.desk.submit(aContactRequest({ locale: 'ar', ...changes }));
    const found = await handoff.unitOfWork.run(({ requests }) => requests.findByReference(reference));
    const record = found && (await handoff.requestDesk.find(MEMBER, found.id));
    if (!record) throw new Error('not stored');
    return { id: record.id, reference, secret: secret ?? '' };
  };

  it('of chats are gathered in memory and written together, by week and language', async () => {
    tally.start();
    for (let i = 0; i < 3; i += 1) tally.countReply('answered', 'ar');
    tally.countReply('suggested', 'ar');
    tally.countReply('notUnderstood', 'fr');
    tally.countReply('crisis', 'fr');
    tally.countReply('smalltalk', 'fr');
    tally.countConversation('ar');
    expect(await counts()).toEqual([]);
    await handoff.clock.advance({ seconds: 10 });
    await tally.flush();
    expect(await counts()).toEqual([
      '2027-W09 ar answered 3',
      '2027-W09 ar conversations 1',
      '2027-W09 ar offered 1',
      '2027-W09 fr crisis 1',
      '2027-W09 fr notUnderstood 1',
    ]);
    await handoff.clock.advance({ days: 7 });
    tally.countReply('answered', 'ar');
    await tally.stop();
    expect(await counts()).toContain('2027-W10 ar answered 1');
    expect(handoff.clock.pending).toBe(0);
  });

  it('of several replicas add up', async () => {
    const { unitOfWork, clock, logger } = handoff;
    const tallies = [tally, createReplyTally({ unitOfWork, clock, logger })];
    for (const [i, each] of tallies.entries()) {
      for (const locale of i === 0 ? ['ar', 'fr'] : ['fr', 'ar']) each.countReply('answered', locale);
    }
    await Promise.all(tallies.map((each) => each.flush()));
    expect(await counts()).toEqual(['2027-W09 ar answered 2', '2027-W09 fr answered 2']);
  });

  it('are not lost while the database is away', async () => {
    const { unitOfWork, clock, logger } = handoff;
    let isAway = true;
    const shaky: typeof unitOfWork = {
      run: (work) => (isAway ? Promise.reject(new StorageUnavailableError()) : unitOfWork.run(work)),
      scrub: () => unitOfWork.scrub(),
    };
    tally = createReplyTally({ unitOfWork: shaky, clock, logger });
    tally.countReply('answered', 'ar');
    await tally.flush();
    expect(logger.lines.map(({ message }) => message)).toContain(
      'weekly numbers could not be written, tried again later',
    );
    tally.countReply('answered', 'ar');
    isAway = false;
    await tally.flush();
    await tally.flush();
    expect(await counts()).toEqual(['2027-W09 ar answered 2']);
  });

  it('of requests count each step once, with times in working hours, over restarts and replicas', async () => {
    const { clock, requestDesk, worker } = handoff;
    const { id } = await submit();
    await clock.advance({ minutes: 10 });
    await worker.drain();
    await requestDesk.take(MEMBER, id, 1);
    await clock.advance({ days: 1 });
    await requestDesk.resolve(MEMBER, id, 2, 'reached');
    await Promise.all([counter.count(), aCounter().count()]);
    await requestDesk.reopen(MEMBER, id, 3, 'notFinished');
    await requestDesk.resolve(MEMBER, id, 4, 'reached');
    await aCounter().count();
    expect(await counts()).toEqual(['2027-W09 ar requests 1', '2027-W09 ar resolved 1']);
    // The next day, a little later: eight hours of work, and ten minutes.
    expect(await waits()).toEqual(['2027-W09 ar answer 960 1', '2027-W09 ar notice 15 1']);
  });

  it('take the first word of staff in a chat as the answer, and no other resolution than “reached”', async () => {
    const { clock, requestDesk, liveChatDesk, conversationLog } = handoff;
    await conversationLog.open('chat-1', 'dl_person');
    const chat = await submit({ means: { kind: 'chat' }, conversationId: 'chat-1', draftId: 'd1' });
    const call = await submit({ draftId: 'd2' });
    await clock.advance({ minutes: 20 });
    await requestDesk.take(MEMBER, chat.id, 1);
    await liveChatDesk.send(MEMBER, chat.id, 'f1', 'bonjour');
    await clock.advance({ minutes: 50 });
    await liveChatDesk.send(MEMBER, chat.id, 'f2', 'encore moi');
    await requestDesk.take(MEMBER, call.id, 1);
    await requestDesk.resolve(MEMBER, call.id, 2, 'notReached');
    await counter.count();
    expect((await waits()).filter((line) => line.includes('answer'))).toEqual(['2027-W09 ar answer 30 1']);
    expect(await counts()).toContain('2027-W09 ar resolved 1');
  });

  it('go through more requests than fit into one batch', async () => {
    for (let i = 0; i < 120; i += 1) await submit({ draftId: `d${i}` });
    await counter.count();
    expect(await counts()).toEqual(['2027-W09 ar requests 120']);
  });

  it('of a request are no trace of it: they stay when it is erased, its steps go', async () => {
    const { reference, secret } = await submit();
    await counter.count();
    await handoff.desk.erase(reference, secret);
    expect(await counts()).toEqual(['2027-W09 ar requests 1']);
    const { rows } = await handoff.opened.db.query('select * from counted_step');
    expect(rows).toEqual([]);
  });

  it('are counted each minute, and a database that is away is tried again', async () => {
    counter.start();
    await submit();
    while ((await counts()).length === 0) await handoff.clock.advance({ minutes: 1 });
    await counter.stop();
    expect(await counts()).toEqual(['2027-W09 ar requests 1']);
    expect(handoff.clock.pending).toBe(0);
  });

  describe('as staff see them', () => {
    const desk = () =>
      createReportDesk({ unitOfWork: handoff.unitOfWork, clock: handoff.clock, locales: ['ar', 'fr', 'ti'] });
    const shown = (report: Report) =>
      report.byLanguage.get('ar')?.weeks.map(({ week, figures }) => `${week} ${JSON.stringify(figures.answered)}`);

    it('begin with the first week that has any, and end with the last one that is over', async () => {
      for (let i = 0; i < 6; i += 1) tally.countReply('answered', 'ar');
      await tally.flush();
      expect((await desk().read(12)).weeks).toEqual([]);
      await handoff.clock.advance({ days: 6 });
      for (let i = 0; i < 9; i += 1) tally.countReply('answered', 'ar');
      await tally.flush();
      expect(shown(await desk().read(12))).toEqual(['2027-W09 {"kind":"exact","value":6}']);
      await handoff.clock.advance({ days: 14 });
      expect(shown(await desk().read(12))).toEqual([
        '2027-W09 {"kind":"exact","value":6}',
        '2027-W10 {"kind":"exact","value":9}',
        '2027-W11 {"kind":"few"}',
      ]);
      expect(shown(await desk().read(1))).toEqual([]);
    });

    it('hold ratings, which lead back to nobody', async () => {
      for (let i = 0; i < 5; i += 1) {
        const conversationId = `c${i}`;
        await handoff.conversationLog.open(conversationId, 'dl_person');
        const { id } = await submit({ means: { kind: 'chat' }, conversationId, draftId: conversationId });
        await handoff.liveChat.rate(id, 'good');
      }
      await handoff.clock.advance({ days: 7 });
      const report = await desk().read(4);
      expect(report.all.weeks[0]?.figures.ratedGood).toEqual({ kind: 'atLeast', value: 5 });
      expect(report.all.weeks[0]?.figures.ratedBad).toEqual({ kind: 'hidden' });
    });

    it('are taken away only with a reason, which stands in the trail', async () => {
      await desk().export(MEMBER, 12, 'donorReport');
      const [last] = await handoff.auditDesk.list({ limit: 1 });
      expect(last).toMatchObject({ actor: 'staff:staff-1', action: 'report.exported' });
      expect(last?.detail).toBe('{"reason":"donorReport","weeks":12}');
    });
  });
});

describe('ISO weeks', () => {
  it.each([
    ['2026-12-31', '2026-W53', '2026-12-28'],
    ['2027-01-03', '2026-W53', '2026-12-28'],
    ['2027-01-04', '2027-W01', '2027-01-04'],
    ['2024-12-30', '2025-W01', '2024-12-30'],
    ['2026-11-24', '2026-W48', '2026-11-23'],
  ])('of %s is %s and begins on %s', (day, week, monday) => {
    expect(isoWeek(Date.parse(day))).toBe(week);
    expect(startOfIsoWeek(week)).toBe(Date.parse(monday));
  });
});
