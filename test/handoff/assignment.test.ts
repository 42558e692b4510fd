import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ContactRequestRecord } from '#src/domain/contactRequestStore.ts';
import type { StaffMember } from '#src/domain/staff.ts';
import { aContactRequest } from '../support/contactRequests.ts';
import { createDatabaseMaker, type DatabaseMaker } from '../support/databases.ts';
import { startHandoff, type TestHandoff } from '../support/handoff.ts';

describe.each(['sqlite', 'postgres'] as const)('giving a request to a colleague, on %s', (kind) => {
  let maker: DatabaseMaker;
  let handoff: TestHandoff;
  let request: ContactRequestRecord;
  let lead: StaffMember;
  let amal: StaffMember;
  let eva: StaffMember;
  let luc: StaffMember;

  beforeAll(async () => {
    maker = await createDatabaseMaker(kind);
  });
  beforeEach(async () => {
    handoff = await startHandoff(maker);
    const add = (login: string, changes: Partial<StaffMember> = {}) =>
      handoff.staffDirectory.add({
        login,
        displayName: login,
        roles: ['counsellor'],
        office: 'BE',
        password: 'correct horse battery staple',
        ...changes,
      });
    lead = await add('lead', { roles: ['lead'], office: 'both' });
    amal = await add('amal');
    eva = await add('eva');
    luc = await add('luc', { office: 'LU' });
    await handoff.desk.submit(aContactRequest());
    [request] = (await handoff.requestDesk.list(lead, {})) as [ContactRequestRecord];
  });
  afterAll(() => maker.end());

  const give = (member: StaffMember, version: number, to: StaffMember) =>
    handoff.requestDesk.assign(member, request.id, version, { assignee: to.id, reason: 'language' });
  const lastRow = async () => {
    const [row] = await handoff.auditDesk.list({ subject: request.id, limit: 1 });
    return `${row?.actor} ${row?.action} ${row?.detail}`;
  };

  it('a lead assigns a waiting request: it is open from then on', async () => {
    expect(await give(lead, 1, amal)).toMatchObject({
      kind: 'changed',
      record: { status: 'open', assignee: amal.id, version: 2, waitingSince: request.waitingSince },
    });
    expect(await lastRow()).toBe(`staff:${lead.id} request.assigned {"to":"${amal.id}","reason":"language"}`);
    expect(await handoff.requestDesk.list(amal, { mine: true })).toHaveLength(1);
  });

  it('a lead gives an open request to somebody else, or takes it over', async () => {
    await handoff.requestDesk.take(amal, request.id, 1);
    expect(await give(lead, 2, eva)).toMatchObject({ record: { status: 'open', assignee: eva.id } });
    expect(await give(lead, 3, lead)).toMatchObject({ record: { assignee: lead.id } });
  });

  it('whoever has the request gives it on, nobody else does', async () => {
    expect(await give(amal, 1, eva)).toEqual({ kind: 'notAllowed' });
    await handoff.requestDesk.take(amal, request.id, 1);
    expect(await give(eva, 2, eva)).toEqual({ kind: 'notAllowed' });
    expect(await give(amal, 2, eva)).toMatchObject({ record: { assignee: eva.id } });
    expect(await lastRow()).toBe(`staff:${amal.id} request.transferred {"to":"${eva.id}","reason":"language"}`);
    expect(await give(amal, 3, amal)).toEqual({ kind: 'notAllowed' });
  });

  it('only a colleague who may see it gets it', async () => {
    const editor = await handoff.staffDirectory.add({
      login: 'editor',
      displayName: 'editor',
      roles: ['editor'],
      office: 'both',
      password: 'correct horse battery staple',
    });
    await handoff.staffDirectory.disable('eva');
    for (const colleague of [luc, editor, eva, { ...amal, id: 'nobody' as StaffMember['id'] }])
      expect([colleague.login, await give(lead, 1, colleague)]).toEqual([colleague.login, { kind: 'notAllowed' }]);
    await handoff.requestDesk.take(amal, request.id, 1);
    expect(await give(lead, 2, amal)).toEqual({ kind: 'notAllowed' });
  });

  it('is refused when somebody was quicker, in a closed request, and from another office', async () => {
    await handoff.requestDesk.take(amal, request.id, 1);
    expect(await give(lead, 1, eva)).toEqual({ kind: 'stale' });
    expect(await give(luc, 2, luc)).toEqual({ kind: 'notFound' });
    await handoff.requestDesk.resolve(amal, request.id, 2, 'reached');
    expect(await give(lead, 3, eva)).toEqual({ kind: 'notAllowed' });
  });

  it('of two at the same moment one wins', async () => {
    await handoff.requestDesk.take(amal, request.id, 1);
    const results = await Promise.all([give(amal, 2, eva), give(lead, 2, lead)]);
    expect(results.map(({ kind }) => kind).sort()).toEqual(['changed', 'stale']);
  });

  it('gives a chat that the former assignee held back to the assistant', async () => {
    await handoff.conversationLog.open('dl-1', 'dl_person');
    await handoff.desk.submit(aContactRequest({ means: { kind: 'chat' }, conversationId: 'dl-1', locale: 'fr' }));
    const chat = (await handoff.requestDesk.list(lead, { meansKind: 'chat' }))[0] as ContactRequestRecord;
    await handoff.requestDesk.take(amal, chat.id, 1);
    await handoff.liveChatDesk.join(amal, chat.id);
    await handoff.requestDesk.assign(amal, chat.id, 2, { assignee: eva.id, reason: 'absence' });
    expect(await handoff.liveChatDesk.find(eva, chat.id)).toMatchObject({ phase: 'paused', holder: undefined });
    expect(await handoff.liveChatDesk.send(amal, chat.id, 'f1', 'Hello')).toEqual({ kind: 'notAllowed' });
    expect(await handoff.liveChatDesk.send(eva, chat.id, 'f2', 'Hello')).toMatchObject({ kind: 'changed' });
    expect(await handoff.liveChatDesk.find(eva, chat.id)).toMatchObject({ phase: 'held', holder: eva.id });
  });
});
