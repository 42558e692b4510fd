import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ContactRequestRecord } from '#src/domain/contactRequestStore.ts';
import type { DeskNews } from '#src/domain/liveChat.ts';
import type { StaffId, StaffMember } from '#src/domain/staff.ts';
import { aContactRequest } from '../support/contactRequests.ts';
import { createDatabaseMaker, type DatabaseMaker } from '../support/databases.ts';
import { startHandoff, type TestHandoff } from '../support/handoff.ts';
import { aMember } from '../support/staffMembers.ts';

const CONVERSATION = 'dl-1';

describe.each(['sqlite', 'postgres'] as const)('a chat between a person and staff on %s', (kind) => {
  const amal = aMember({ displayName: 'Amal Haddad' });
  const jan = aMember({ id: 'staff-2' as StaffId, displayName: 'Jan' });
  const lead = aMember({ id: 'staff-3' as StaffId, roles: ['lead'], office: 'both' });
  const luc = aMember({ id: 'staff-4' as StaffId, office: 'LU' });
  let maker: DatabaseMaker;
  let handoff: TestHandoff;
  let request: ContactRequestRecord;
  let secret: string;

  beforeAll(async () => {
    maker = await createDatabaseMaker(kind);
  });
  beforeEach(async () => {
    // A Tuesday morning: the office is open.
    handoff = await startHandoff(maker, { start: '2027-03-02T09:00:00Z' });
    await handoff.conversationLog.open(CONVERSATION, 'dl_person');
    const submission = await handoff.desk.submit(
      aContactRequest({ means: { kind: 'chat' }, conversationId: CONVERSATION, channel: 'directline', locale: 'fr' }),
    );
    secret = submission.secret ?? '';
    [request] = (await handoff.requestDesk.list(lead, {})) as [ContactRequestRecord];
  });
  afterAll(() => maker.end());

  const take = async (member: StaffMember = amal) => {
    await handoff.requestDesk.take(member, request.id, 1);
  };
  const view = () => handoff.liveChatDesk.view(amal, request.id);
  const words = async () => (await view())?.messages.map(({ author, text }) => `${author}: ${text}`);
  const phase = async () => (await view())?.chat.phase;
  const says = (text: string, isDanger = false, activityId = text) =>
    handoff.liveChat.receive({ conversationId: CONVERSATION, activityId, text, isDanger });
  /** What the bot of the conversation will be told, in order. */
  const news = async (conversationId = CONVERSATION): Promise<string[]> =>
    (await handoff.conversationLog.read(conversationId, 0)).map(({ body }) => {
      const value = body['value'] as DeskNews;
      const rest = value.kind === 'message' ? value.seq : value.kind === 'joined' ? value.name : value.ending;
      return `${String(body['name'])} ${value.kind} ${rest}`;
    });
  const actions = async () =>
    (await handoff.auditDesk.list({ subject: request.id })).map(({ actor, action }) => `${actor} ${action}`);

  it('belongs to whoever has taken the request, and to nobody else', async () => {
    expect((await handoff.liveChatDesk.send(amal, request.id, 'f1', 'hello')).kind).toBe('notAllowed');
    await take();
    expect((await handoff.liveChatDesk.send(jan, request.id, 'f1', 'hello')).kind).toBe('notAllowed');
    expect((await handoff.liveChatDesk.join(lead, request.id)).kind).toBe('notAllowed');
    expect((await handoff.liveChatDesk.send(luc, request.id, 'f1', 'hello')).kind).toBe('notFound');
    expect(await handoff.liveChatDesk.view(luc, request.id)).toBeUndefined();
    expect(await handoff.liveChatDesk.find(luc, request.id)).toBeUndefined();
    expect((await handoff.liveChatDesk.send(amal, request.id, 'f1', '  ')).kind).toBe('notAllowed');
    expect(await words()).toEqual([]);

    expect((await handoff.liveChatDesk.send(amal, request.id, 'f1', 'hello')).kind).toBe('changed');
    expect(await words()).toEqual(['staff-1: hello']);
    expect(await phase()).toBe('held');
    expect(await news()).toEqual(['handoff.status joined Amal', 'handoff.message message 1']);
  });

  it('writes a form once, however often it is sent', async () => {
    await take();
    await Promise.all([1, 2, 3].map(() => handoff.liveChatDesk.send(amal, request.id, 'f1', 'once')));
    await handoff.liveChatDesk.send(amal, request.id, 'f2', 'twice');

    expect(await words()).toEqual(['staff-1: once', 'staff-1: twice']);
    expect(await news()).toEqual([
      'handoff.status joined Amal',
      'handoff.message message 1',
      'handoff.message message 2',
    ]);
  });

  it('keeps both sides in one order, each message of the person once', async () => {
    await take();
    await handoff.liveChatDesk.join(amal, request.id);
    await says('bonjour');
    await says('bonjour');
    await handoff.liveChatDesk.send(amal, request.id, 'f1', 'bonjour à vous');
    await says('merci');

    expect(await words()).toEqual(['person: bonjour', 'staff-1: bonjour à vous', 'person: merci']);
    expect((await handoff.liveChat.read(request.id, 2))?.name).toBe('Amal');
  });

  it('passes nothing on while nobody is there', async () => {
    expect((await says('hello')).kind).toBe('notHeld');
    await take();
    expect((await says('hello')).kind).toBe('notHeld');
    await handoff.liveChatDesk.join(amal, request.id);
    expect((await says('hello')).kind).toBe('received');
    await handoff.liveChatDesk.handBack(amal, request.id);
    expect((await says('hello again')).kind).toBe('notHeld');
    expect(await news()).toEqual(['handoff.status joined Amal', 'handoff.status concluded left']);
  });

  it('marks the request urgent at the first danger, and says so once', async () => {
    await take();
    await handoff.liveChatDesk.join(amal, request.id);
    expect(await says('I am fine')).toEqual({ kind: 'received', isFirstDanger: false });
    expect(await says('he will kill me', true)).toEqual({ kind: 'received', isFirstDanger: true });
    expect(await says('please help', true)).toEqual({ kind: 'received', isFirstDanger: false });
    // The process died before the answer was stored: the turn runs again, and shows again what it had to show.
    expect(await says('he will kill me', true)).toEqual({ kind: 'received', isFirstDanger: true });

    expect((await handoff.requestDesk.find(amal, request.id))?.isUrgent).toBe(true);
    expect((await actions()).filter((action) => action.includes('flaggedUrgent'))).toEqual([
      'system request.flaggedUrgent',
    ]);
  });

  it('gives the person back to the assistant when staff do not answer', async () => {
    await take();
    await handoff.liveChatDesk.send(amal, request.id, 'f1', 'hello');
    await handoff.clock.advance({ minutes: 60 });
    await handoff.liveChatWatch.check();
    expect(await phase()).toBe('held');

    await says('are you there?');
    await handoff.clock.advance({ minutes: 9 });
    await says('hello?');
    await handoff.liveChatWatch.check();
    expect(await phase()).toBe('held');
    await handoff.clock.advance({ minutes: 1 });
    await handoff.liveChatWatch.check();
    await handoff.liveChatWatch.check();

    expect(await phase()).toBe('paused');
    expect((await news()).at(-1)).toBe('handoff.status concluded silent');
    expect((await news()).filter((line) => line.includes('silent'))).toHaveLength(1);
    // The words were not lost, and the staff member comes back by writing.
    await handoff.liveChatDesk.send(amal, request.id, 'f2', 'here I am');
    expect(await phase()).toBe('held');
    expect(await words()).toEqual(['staff-1: hello', 'person: are you there?', 'person: hello?', 'staff-1: here I am']);
  });

  it('waits less for an answer once the office is closed', async () => {
    await take();
    await handoff.liveChatDesk.send(amal, request.id, 'f1', 'hello');
    await handoff.clock.advance({ hours: 9 });
    await says('one more thing');
    await handoff.clock.advance({ minutes: 1 });
    await handoff.liveChatWatch.check();
    expect(await phase()).toBe('held');
    await handoff.clock.advance({ minutes: 1 });
    await handoff.liveChatWatch.check();
    expect((await news()).at(-1)).toBe('handoff.status concluded officeClosed');
  });

  it('ends with the request, and comes back when it is opened again', async () => {
    await take();
    await handoff.liveChatDesk.send(amal, request.id, 'f1', 'hello');
    await handoff.requestDesk.resolve(amal, request.id, 2, 'reached');
    expect(await phase()).toBe('ended');
    expect((await news()).at(-1)).toBe('handoff.status concluded resolved');
    expect((await handoff.liveChatDesk.send(amal, request.id, 'f2', 'more')).kind).toBe('notAllowed');

    await handoff.requestDesk.reopen(amal, request.id, 3, 'personReturned');
    expect((await handoff.liveChatDesk.send(amal, request.id, 'f3', 'more')).kind).toBe('changed');
    await handoff.requestDesk.release(amal, request.id, 4, 'absence');
    expect((await news()).at(-1)).toBe('handoff.status concluded left');
  });

  it('lets the person read everything with reference and code, and go on in a new chat', async () => {
    await take();
    await handoff.liveChatDesk.send(amal, request.id, 'f1', 'we can help');
    await handoff.conversationLog.erase(CONVERSATION);
    expect((await view())?.isReachable).toBe(false);
    expect((await handoff.liveChatDesk.send(amal, request.id, 'f2', 'call us')).kind).toBe('changed');

    await handoff.conversationLog.open('dl-2', 'dl_later');
    const wrong = await handoff.desk.continueChat(request.reference, '0000000000000000', 'dl-2');
    expect(wrong.kind).toBe('notFound');
    const found = await handoff.desk.continueChat(request.reference, secret, 'dl-2');

    expect(found.kind === 'found' && found.request.messages.map(({ from, name, text }) => [from, name, text])).toEqual([
      ['staff', 'Amal', 'we can help'],
      ['staff', 'Amal', 'call us'],
    ]);
    expect((await view())?.chat).toMatchObject({ conversationId: 'dl-2', seenSeq: 2, phase: 'held' });
    expect(await news('dl-2')).toEqual(['handoff.status joined Amal']);
    await handoff.liveChatDesk.send(amal, request.id, 'f3', 'welcome back');
    expect((await news('dl-2')).at(-1)).toBe('handoff.message message 3');
  });

  it('notes what the person has seen, never more than there is, never backwards', async () => {
    await take();
    await handoff.liveChatDesk.send(amal, request.id, 'f1', 'one');
    await handoff.liveChatDesk.send(amal, request.id, 'f2', 'two');
    const seen = async () => (await view())?.chat.seenSeq;
    await handoff.liveChat.markSeen(CONVERSATION, 9);
    expect(await seen()).toBe(0);
    await handoff.liveChat.markSeen(CONVERSATION, 2);
    await handoff.liveChat.markSeen(CONVERSATION, 1);
    expect(await seen()).toBe(2);
  });

  it('leaves nothing behind when the request is erased', async () => {
    await take();
    await handoff.liveChatDesk.send(amal, request.id, 'f1', 'hello');
    await says('hi');
    await handoff.liveChat.rate(request.id, 'good');
    await handoff.liveChat.rate(request.id, 'bad');
    await handoff.desk.erase(request.reference, secret);

    const { db } = handoff.opened;
    for (const table of ['thread_message', 'live_chat']) {
      expect((await db.query(`select 1 from ${table}`)).rows).toEqual([]);
    }
    // One word that leads back to nobody.
    const { rows } = await db.query('select week, office, locale, value from rating');
    expect(rows).toEqual([{ week: '2027-W09', office: 'BE', locale: 'fr', value: 'good' }]);
  });

  it('writes every reading and every word down, without the words', async () => {
    await take();
    await handoff.liveChatDesk.send(amal, request.id, 'f1', 'CANARY');
    await view();
    const rows = await handoff.auditDesk.list({ subject: request.id });
    expect(rows.slice(0, 3).map(({ action }) => action)).toEqual(['request.opened', 'chat.written', 'chat.joined']);
    expect(JSON.stringify(rows)).not.toContain('CANARY');
  });

  it('does not answer for two: of many who try at once one writes', async () => {
    const members = Array.from({ length: 6 }, (_, index) => aMember({ id: `staff-1${index}` as StaffId }));
    await Promise.all(members.map((member) => handoff.requestDesk.take(member, request.id, 1)));
    const results = await Promise.all(
      members.map((member) => handoff.liveChatDesk.send(member, request.id, 'f1', `from ${member.id}`)),
    );
    expect(results.filter(({ kind }) => kind === 'changed')).toHaveLength(1);
    expect(await words()).toHaveLength(1);
  });
});
