import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ContactRequestDraft } from '#src/domain/contactRequest.ts';
import type { QueueFilter } from '#src/domain/requestDesk.ts';
import type { StaffId } from '#src/domain/staff.ts';
import { aContactRequest } from '../support/contactRequests.ts';
import { createDatabaseMaker, type DatabaseMaker } from '../support/databases.ts';
import { startHandoff, type TestHandoff } from '../support/handoff.ts';
import { aMember } from '../support/staffMembers.ts';

describe.each(['sqlite', 'postgres'] as const)('finding requests, on %s', (kind) => {
  const lead = aMember({ id: 'staff-2' as StaffId, roles: ['lead'], office: 'both' });
  const amal = aMember();
  const auditor = aMember({ id: 'staff-3' as StaffId, roles: ['auditor'], office: 'both' });
  let maker: DatabaseMaker;
  let handoff: TestHandoff;

  beforeAll(async () => {
    maker = await createDatabaseMaker(kind);
  });
  beforeEach(async () => {
    handoff = await startHandoff(maker);
  });
  afterAll(() => maker.end());

  const submit = async (changes: Partial<ContactRequestDraft> = {}): Promise<string> =>
    (await handoff.desk.submit(aContactRequest(changes))).reference;
  const listed = async (filter: QueueFilter, member = lead) =>
    (await handoff.requestDesk.list(member, filter)).map(({ reference }) => reference);

  it('narrows a queue down by language, means, urgency, office and subject, and counts the same', async () => {
    const french = await submit({ locale: 'fr', topic: 'money', means: { kind: 'email', address: 'a@example.org' } });
    const minor = await submit({ kind: 'minor', topic: undefined, country: 'LU' });
    const plain = await submit({ topic: 'money' });
    const cases: readonly (readonly [QueueFilter, readonly string[]])[] = [
      [{ locale: 'fr' }, [french]],
      [{ meansKind: 'phone' }, [minor, plain]],
      [{ isUrgent: true }, [minor]],
      [{ isUrgent: false }, [french, plain]],
      [{ office: 'LU' }, [minor]],
      [{ topicGroup: 'money' }, [french, plain]],
      [{ topicGroup: 'money', locale: 'fr' }, [french]],
      [{ topicGroup: 'travel' }, []],
      [{ statuses: ['open'], topicGroup: 'money' }, []],
    ];
    for (const [filter, expected] of cases) {
      expect([filter, (await listed(filter)).sort()]).toEqual([filter, [...expected].sort()]);
      expect(await handoff.requestDesk.count(lead, { it: filter })).toEqual({ it: expected.length });
    }
    expect(await listed({ topicGroup: 'money', limit: 1 })).toHaveLength(1);
    expect(await listed({ topicGroup: 'money', limit: 5, offset: 1 })).toHaveLength(1);
    expect(await handoff.requestDesk.count(auditor, { it: {} })).toEqual({ it: 0 });
    expect(await handoff.requestDesk.count(amal, { it: {}, lu: { office: 'LU' } })).toEqual({ it: 2, lu: 0 });
  });

  it('keeps the subject sealed: equal subjects have different marks', async () => {
    await submit({ topic: 'money' });
    await submit({ topic: 'money' });
    const { rows } = await handoff.opened.db.query<{ mark: string }>(
      "select mark from contact_index where kind = 'topicGroup'",
    );
    expect(new Set(rows.map(({ mark }) => mark)).size).toBe(2);
    const all = JSON.stringify((await handoff.opened.db.query('select * from contact_request')).rows);
    expect(all).not.toContain('money');
  });

  it('knows who has waited too long: untaken after eight working hours, unfinished after forty', async () => {
    const first = await submit();
    const [record] = await handoff.requestDesk.list(lead, {});
    await handoff.clock.advance({ hours: 4 });
    const second = await submit();
    expect(await listed({ overdue: true })).toEqual([]);
    await handoff.clock.advance({ hours: 20 });
    expect(await listed({ overdue: true })).toEqual([first]);
    await handoff.requestDesk.take(amal, record?.id ?? '', 1);
    expect(await listed({ overdue: true })).toEqual([]);
    await handoff.clock.advance({ hours: 4 });
    expect(await listed({ overdue: true })).toEqual([second]);
    await handoff.clock.advance({ hours: 24 * 7 });
    expect(await listed({ overdue: true })).toEqual([first, second]);
    expect(await listed({ overdue: true, office: 'LU' })).toEqual([]);
  });

  it('finds a person by number, address or name, in whatever status', async () => {
    const phone = await submit({ name: 'Amir Hosseini' });
    const mail = await submit({ means: { kind: 'email', address: 'Amir@Example.org' }, name: 'Zoë' });
    const chat = await submit({ means: { kind: 'chat', hintAddress: 'hint@example.org' }, name: 'Nobody' });
    const found = async (search: Parameters<TestHandoff['requestDesk']['search']>[1], member = lead) =>
      (await handoff.requestDesk.search(member, search)).map(({ reference }) => reference);
    expect(await found({ by: 'phone', numbers: ['0032 470 12 34 56', '+32470123456'] })).toEqual([phone]);
    expect(await found({ by: 'email', address: ' amir@example.org' })).toEqual([mail]);
    expect(await found({ by: 'email', address: 'hint@example.org' })).toEqual([chat]);
    expect(await found({ by: 'name', name: 'hosseini amir' })).toEqual([phone]);
    expect(await found({ by: 'name', name: 'zoe' })).toEqual([mail]);
    expect(await found({ by: 'name', name: 'Amir Zoë' })).toEqual([]);
    expect(await found({ by: 'name', name: '…' })).toEqual([]);
    const luc = aMember({ office: 'LU' });
    expect(await found({ by: 'name', name: 'amir' }, luc)).toEqual([]);
    expect(await found({ by: 'name', name: 'amir' }, auditor)).toEqual([]);
  });

  it('writes down that somebody searched and how many were found, never for whom', async () => {
    await submit({ name: 'Amir' });
    await handoff.requestDesk.search(amal, { by: 'name', name: 'Amir' });
    await handoff.requestDesk.search(amal, { by: 'phone', numbers: ['+32470999999'] });
    await handoff.requestDesk.search(amal, { by: 'reference', reference: 'AAAAAAAA' });
    const rows = await handoff.auditDesk.list({ action: 'request.searched' });
    expect(rows.map(({ actor, subject, detail }) => [actor, subject, detail])).toEqual([
      ['staff:staff-1', '', '{"by":"phone","found":0}'],
      ['staff:staff-1', '', '{"by":"name","found":1}'],
    ]);
  });

  it('forgets the marks with the request', async () => {
    await submit({ name: 'Amir', topic: 'money' });
    const [record] = await handoff.requestDesk.list(lead, {});
    await handoff.requestDesk.erase(lead, record?.id ?? '', 'test');
    expect((await handoff.opened.db.query('select * from contact_index')).rows).toEqual([]);
  });
});
