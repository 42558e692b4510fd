import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ContactRequestRecord } from '#src/domain/contactRequestStore.ts';
import type { StaffId, StaffMember } from '#src/domain/staff.ts';
import { aContactRequest } from '../support/contactRequests.ts';
import { createDatabaseMaker, type DatabaseMaker } from '../support/databases.ts';
import { FakeNotifier } from '../support/fakeNotifier.ts';
import { startHandoff, type TestHandoff } from '../support/handoff.ts';
import { aMember } from '../support/staffMembers.ts';

describe.each(['sqlite', 'postgres'] as const)('the request desk on %s', (kind) => {
  const amal = aMember();
  const lead = aMember({ id: 'staff-2' as StaffId, roles: ['lead'], office: 'both' });
  const luc = aMember({ id: 'staff-3' as StaffId, office: 'LU' });
  let maker: DatabaseMaker;
  let handoff: TestHandoff;
  let request: ContactRequestRecord;

  beforeAll(async () => {
    maker = await createDatabaseMaker(kind);
  });
  beforeEach(async () => {
    handoff = await startHandoff(maker, { notifiers: [new FakeNotifier({ failures: ['delivery_rejected'] })] });
    await handoff.desk.submit(aContactRequest());
    [request] = (await handoff.requestDesk.list(lead, {})) as [ContactRequestRecord];
  });
  afterAll(() => maker.end());

  const trail = async (): Promise<string[]> =>
    (await handoff.auditDesk.list({})).map(({ actor, action, detail }) => `${actor} ${action} ${detail}`);

  it('lists the longest waiting first, urgent ones before all, each office its own', async () => {
    await handoff.clock.advance({ hours: 1 });
    await handoff.desk.submit(aContactRequest({ country: 'LU' }));
    await handoff.clock.advance({ hours: 1 });
    await handoff.desk.submit(aContactRequest({ kind: 'minor' }));
    const shown = async (member: StaffMember) =>
      (await handoff.requestDesk.list(member, {})).map(({ office, isUrgent }) => `${office}${isUrgent ? '!' : ''}`);
    expect(await shown(lead)).toEqual(['BE!', 'BE', 'LU']);
    expect(await shown(amal)).toEqual(['BE!', 'BE']);
    expect(await shown(luc)).toEqual(['LU']);
    expect(await shown(aMember({ roles: ['editor', 'auditor', 'administrator'], office: 'both' }))).toEqual([]);
    expect(await handoff.requestDesk.list(lead, { office: 'LU', limit: 1 })).toHaveLength(1);
    expect(await handoff.requestDesk.list(luc, { office: 'BE' })).toEqual([]);
    expect(await handoff.requestDesk.list(lead, { statuses: ['open'] })).toEqual([]);
    const spelt = ` ${request.reference.toLowerCase().slice(0, 4)} ${request.reference.slice(4)}`;
    expect(await handoff.requestDesk.search(lead, { by: 'reference', reference: spelt })).toHaveLength(1);
  });

  it('audits every read, before anything is returned', async () => {
    const opened = await handoff.requestDesk.open(amal, request.id, ['means']);
    expect(opened).toMatchObject({
      kind: 'found',
      dossier: { details: { name: 'Amir', means: { number: '+32470123456' } }, notes: [], deletedAt: undefined },
    });
    expect((await trail())[0]).toBe('staff:staff-1 request.opened {"screen":"means"}');
    await handoff.opened.db.tx((sql) => sql.exec('drop table audit'));
    await expect(handoff.requestDesk.open(amal, request.id)).rejects.toThrow();
  });

  it('shows a member nothing of another office, and writes the try down', async () => {
    for (const stranger of [luc, aMember({ roles: ['auditor'], office: 'both' })]) {
      expect(await handoff.requestDesk.open(stranger, request.id)).toEqual({ kind: 'notFound' });
      expect(await handoff.requestDesk.take(stranger, request.id, 1)).toEqual({ kind: 'notFound' });
      expect(await handoff.requestDesk.note(stranger, request.id, 'x')).toEqual({ kind: 'notFound' });
    }
    expect(await handoff.requestDesk.open(amal, 'no such id')).toEqual({ kind: 'notFound' });
    expect((await trail()).filter((line) => line.includes('access.denied'))).toHaveLength(7);
  });

  it('moves a request through its life, one audit row per step', async () => {
    const { requestDesk, clock } = handoff;
    expect(await requestDesk.take(amal, request.id, 1)).toMatchObject({
      kind: 'changed',
      record: { status: 'open', assignee: amal.id, version: 2 },
    });
    expect(await requestDesk.list(amal, { mine: true })).toHaveLength(1);
    expect(await requestDesk.release(aMember({ id: 'staff-9' as StaffId }), request.id, 2, 'workload')).toEqual({
      kind: 'notAllowed',
    });
    await clock.advance({ hours: 2 });
    expect(await requestDesk.release(lead, request.id, 2, 'workload')).toMatchObject({
      record: { status: 'pending', assignee: undefined, waitingSince: clock.now() },
    });
    await requestDesk.take(amal, request.id, 3);
    const resolved = await requestDesk.resolve(amal, request.id, 4, 'reached');
    expect(resolved).toMatchObject({ record: { status: 'resolved', closedAt: clock.now() } });
    const opened = await requestDesk.open(amal, request.id);
    expect(opened).toMatchObject({ dossier: { deletedAt: clock.now() + 30 * 86_400_000 } });
    expect(await requestDesk.reopen(amal, request.id, 5, 'mistake')).toMatchObject({
      record: { status: 'open', closedAt: undefined },
    });
    expect((await trail()).reverse().map((line) => line.split(' ')[1])).toEqual([
      'request.submitted',
      'request.taken',
      'request.released',
      'request.taken',
      'request.resolved',
      'request.opened',
      'request.reopened',
    ]);
  });

  it('refuses steps that the life of a request does not have', async () => {
    const { requestDesk } = handoff;
    expect(await requestDesk.resolve(amal, request.id, 1, 'other')).toEqual({ kind: 'notAllowed' });
    expect(await requestDesk.reopen(amal, request.id, 1, 'mistake')).toEqual({ kind: 'notAllowed' });
    expect(await requestDesk.release(amal, request.id, 1, 'workload')).toEqual({ kind: 'notAllowed' });
  });

  it('lets one of several colleagues take a request', async () => {
    const colleagues = [1, 2, 3, 4].map((n) => aMember({ id: `staff-${n}0` as StaffId }));
    const results = await Promise.all(colleagues.map((one) => handoff.requestDesk.take(one, request.id, 1)));
    expect(results.map(({ kind: outcome }) => outcome).sort()).toEqual(['changed', 'stale', 'stale', 'stale']);
  });

  it('keeps notes sealed, cleaned and in order', async () => {
    await handoff.requestDesk.note(amal, request.id, '  first\u202E ');
    await handoff.clock.advance({ seconds: 1 });
    await handoff.requestDesk.note(lead, request.id, 'x'.repeat(600));
    expect(await handoff.requestDesk.note(lead, request.id, ' \u200B ')).toEqual({ kind: 'notAllowed' });
    const opened = await handoff.requestDesk.open(amal, request.id);
    expect(opened).toMatchObject({
      dossier: {
        notes: [
          { author: amal.id, text: 'first' },
          { author: lead.id, text: 'x'.repeat(500) },
        ],
      },
    });
    const { rows } = await handoff.opened.db.query<{ sealed: string }>('select sealed from note');
    expect(rows.every(({ sealed }) => !sealed.includes('first'))).toBe(true);
  });

  it('shows other requests of the same number, however it was spelt, within the office', async () => {
    for (const number of ['0032 470 12 34 56', '+32 (0)470/123456', '+٣٢٤٧٠١٢٣٤٥٦']) {
      await handoff.desk.submit(aContactRequest({ means: { kind: 'whatsapp', number, isValid: false } }));
    }
    await handoff.desk.submit(aContactRequest({ country: 'LU' }));
    await handoff.desk.submit(aContactRequest({ means: { kind: 'email', address: 'a@b.example' } }));
    const relatedTo = async (member: StaffMember) => {
      const opened = await handoff.requestDesk.open(member, request.id);
      return opened.kind === 'found' ? opened.dossier.related.length : -1;
    };
    expect(await relatedTo(amal)).toBe(3);
    expect(await relatedTo(lead)).toBe(4);
  });

  it('lists a record that cannot be opened, and shows it as unreadable', async () => {
    await handoff.opened.db.query('update contact_request set sealed = $1', ['v1|AAAA']);
    expect(await handoff.requestDesk.list(amal, {})).toHaveLength(1);
    expect(await handoff.requestDesk.open(amal, request.id)).toMatchObject({
      kind: 'found',
      dossier: { details: undefined, related: [] },
    });
  });

  it('lets a lead, and nobody else, erase', async () => {
    expect(await handoff.requestDesk.erase(amal, request.id, 'personAsked')).toEqual({ kind: 'notAllowed' });
    expect(await handoff.requestDesk.erase(lead, request.id, 'personAsked')).toMatchObject({
      record: { status: 'erased' },
    });
    expect(await handoff.requestDesk.list(lead, {})).toEqual([]);
    expect((await trail())[0]).toBe('staff:staff-2 request.erased {"reason":"personAsked"}');
  });

  it('sends undelivered notices again when staff ask for it', async () => {
    await handoff.worker.drain();
    expect(await handoff.requestDesk.list(amal, { noticeState: 'undelivered' })).toHaveLength(1);
    expect(await handoff.requestDesk.reviveNotices(amal, request.id)).toMatchObject({ kind: 'changed' });
    await handoff.worker.drain();
    expect(await handoff.requestDesk.list(amal, { noticeState: 'delivered' })).toHaveLength(1);
    expect(await handoff.requestDesk.reviveNotices(amal, request.id)).toEqual({ kind: 'notAllowed' });
  });
});
