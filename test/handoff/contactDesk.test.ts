import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { LookupResult, Submission } from '#src/domain/contactRequest.ts';
import type { SecretHasher } from '#src/domain/secretHasher.ts';
import { CODE_COST, createArgon2Hasher } from '#src/storage/argon2Hasher.ts';
import { createSystemIds } from '#src/systemIds.ts';
import { aContactRequest } from '../support/contactRequests.ts';
import { createDatabaseMaker, type DatabaseMaker } from '../support/databases.ts';
import { FakeNotifier } from '../support/fakeNotifier.ts';
import { startHandoff, type TestHandoff } from '../support/handoff.ts';

describe.each(['sqlite', 'postgres'] as const)('the contact desk on %s', (kind) => {
  let maker: DatabaseMaker;
  let handoff: TestHandoff;

  beforeAll(async () => {
    maker = await createDatabaseMaker(kind);
  });
  beforeEach(async () => {
    handoff = await startHandoff(maker, {
      notifiers: [new FakeNotifier({ name: 'a' }), new FakeNotifier({ name: 'b' })],
    });
  });
  afterAll(() => maker.end());

  const amountIn = async (table: string): Promise<number> =>
    (await handoff.opened.db.query<{ amount: number }>(`select count(*) as amount from ${table}`)).rows[0]?.amount ??
    -1;

  const secretOf = ({ secret }: Submission): string => secret ?? '';

  it('gives a reference, a code and the next office hours', async () => {
    // Monday, 10:00 in Brussels.
    const submission = await handoff.desk.submit(aContactRequest());
    expect(submission.reference).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
    expect(submission.secret).toMatch(/^\d{16}$/);
    expect(submission.nextOfficeHours).toEqual({ isOpenNow: true, opensAt: handoff.clock.now() });
  });

  it('writes request, consent, audit row and one job per notifier together', async () => {
    await handoff.desk.submit(aContactRequest());
    expect(await amountIn('contact_request')).toBe(1);
    expect(await amountIn('outbox')).toBe(2);
    const consent = await handoff.opened.db.query('select text_hash, locale, channel, given_at from consent');
    expect(consent.rows).toEqual([
      { text_hash: 'abc', locale: 'ar', channel: 'web', given_at: Date.parse('2027-03-01T08:59:00Z') },
    ]);
    const trail = await handoff.auditDesk.list({});
    expect(trail.map(({ action, actor }) => [action, actor])).toEqual([['request.submitted', 'person']]);
  });

  it('stores nothing at all if any part fails', async () => {
    const { db } = handoff.opened;
    await db.tx((sql) => sql.exec('drop table audit_floor; drop table audit'));
    await expect(handoff.desk.submit(aContactRequest())).rejects.toThrow();
    for (const table of ['contact_request', 'consent', 'outbox', 'data_key', 'contact_index']) {
      expect([table, await amountIn(table)]).toEqual([table, 0]);
    }
  });

  it('takes the same draft once, however often and however simultaneously it is sent', async () => {
    const draft = aContactRequest();
    const sent = await Promise.all([1, 2, 3, 4].map(() => handoff.desk.submit(draft)));
    expect(new Set(sent.map(({ reference }) => reference)).size).toBe(1);
    expect(sent.filter(({ secret }) => secret !== undefined)).toHaveLength(1);
    expect(await amountIn('contact_request')).toBe(1);
    expect(await amountIn('consent')).toBe(1);
    expect(await amountIn('outbox')).toBe(2);
  });

  it('shows the person their request with reference and code, as typed in any script', async () => {
    const draft = aContactRequest();
    const { reference, secret } = await handoff.desk.submit(draft);
    const arabic = (secret ?? '').replace(/\d/g, (digit) => String.fromCodePoint(0x0660 + Number(digit)));
    const spaced = arabic.replace(/(.{4})/g, '$1 ');
    const typed = ` ${reference.toLowerCase().slice(0, 4)}-${reference.slice(4)} `;
    const result = await handoff.desk.lookup(typed, spaced);
    expect(result).toMatchObject({
      kind: 'found',
      request: {
        reference,
        status: 'pending',
        means: draft.means,
        name: 'Amir',
        message: draft.message,
        country: 'BE',
      },
    });
    const trail = await handoff.auditDesk.list({ limit: 1 });
    expect(trail[0]?.action).toBe('request.viewedByPerson');
  });

  it('answers a wrong code and an unknown reference alike, and locks both after five tries for 15 minutes', async () => {
    const submission = await handoff.desk.submit(aContactRequest());
    const tryOften = async (reference: string): Promise<LookupResult[]> => {
      const results: LookupResult[] = [];
      for (let i = 0; i < 7; i += 1) results.push(await handoff.desk.lookup(reference, '1111222233334444'));
      return results;
    };
    const known = await tryOften(submission.reference);
    const unknown = await tryOften('ZZZZZZZZ');
    expect(known).toEqual(unknown);
    const retryAt = handoff.clock.now() + 15 * 60_000;
    const locked = { kind: 'locked', retryAt };
    expect(known).toEqual([...Array.from({ length: 5 }, () => ({ kind: 'notFound' })), locked, locked]);
    // Even the right code does not open a locked reference.
    expect(await handoff.desk.lookup(submission.reference, secretOf(submission))).toEqual(locked);
    expect(handoff.alarms.map((alarm) => alarm.kind)).toEqual(['secretGuessing', 'secretGuessing']);
    await handoff.clock.advance({ minutes: 15, seconds: 1 });
    expect((await handoff.desk.lookup(submission.reference, secretOf(submission))).kind).toBe('found');
  });

  it('does the same work for a wrong code, an unknown reference and nonsense', async () => {
    const real = createArgon2Hasher(CODE_COST, createSystemIds(handoff.clock));
    const work: string[] = [];
    const hasher: SecretHasher = {
      hash: (secret) => real.hash(secret),
      async verify(secret, stored) {
        const started = process.cpuUsage();
        const isRight = await real.verify(secret, stored);
        const { user, system } = process.cpuUsage(started);
        // Hashing takes tens of milliseconds; comparing alone takes none.
        work.push(user + system > 5_000 ? 'hashed' : 'skipped');
        return isRight;
      },
    };
    handoff = await startHandoff(maker, { hasher });
    const { reference } = await handoff.desk.submit(aContactRequest());
    for (const typed of [reference, 'ZZZZZZZZ', '', '../../etc', 'x'.repeat(10_000)]) {
      expect(await handoff.desk.lookup(typed, '1111222233334444')).toEqual({ kind: 'notFound' });
    }
    expect(work).toEqual(Array(5).fill('hashed'));
  });

  it('gives parallel guesses no extra chance, and forgets wrong tries after a right one', async () => {
    const submission = await handoff.desk.submit(aContactRequest());
    const { reference } = submission;
    for (let round = 0; round < 3; round += 1) {
      for (let i = 0; i < 4; i += 1) await handoff.desk.lookup(reference, '0000');
      expect((await handoff.desk.lookup(reference, secretOf(submission))).kind).toBe('found');
    }
    const guesses = await Promise.all(Array.from({ length: 12 }, () => handoff.desk.lookup(reference, '1')));
    expect(guesses.filter((guess) => guess.kind === 'notFound')).toHaveLength(5);
    expect(guesses.filter((guess) => guess.kind === 'locked')).toHaveLength(7);
  });

  it('lets the person withdraw: the status changes, the data stays until retention', async () => {
    const submission = await handoff.desk.submit(aContactRequest());
    const withdrawn = await handoff.desk.withdraw(submission.reference, secretOf(submission));
    expect(withdrawn).toMatchObject({ kind: 'found', request: { status: 'withdrawn' } });
    const again = await handoff.desk.withdraw(submission.reference, secretOf(submission));
    expect(again).toMatchObject({ kind: 'found', request: { status: 'withdrawn' } });
    const actions = (await handoff.auditDesk.list({})).map(({ action }) => action);
    expect(actions.filter((action) => action === 'request.withdrawn')).toHaveLength(1);
  });

  it('lets the person erase at once and everywhere, leaving only a tombstone and the trail', async () => {
    const { conversationLog } = handoff;
    await conversationLog.open('chat', 'dl_1');
    await conversationLog.append('chat', { body: { text: 'my number is +32470123456' } });
    const submission = await handoff.desk.submit(aContactRequest({ conversationId: 'chat' }));
    const wrong = await handoff.desk.erase(submission.reference, '1234');
    expect(wrong).toEqual({ kind: 'notFound' });
    expect(await amountIn('contact_request')).toBe(1);
    const erased = await handoff.desk.erase(submission.reference, secretOf(submission));
    expect(erased).toMatchObject({ kind: 'found', request: { status: 'erased' } });
    for (const table of ['contact_request', 'consent', 'outbox', 'contact_index', 'note', 'activity']) {
      expect([table, await amountIn(table)]).toEqual([table, 0]);
    }
    const keys = await handoff.opened.db.query('select owner from data_key');
    expect(keys.rows).toEqual([{ owner: 'conversation:chat' }]);
    expect(await amountIn('tombstone')).toBe(1);
    expect(await handoff.desk.lookup(submission.reference, secretOf(submission))).toEqual({ kind: 'notFound' });
    // The chat in which the person asked for it goes on.
    expect((await conversationLog.append('chat', { body: {} })).kind).toBe('stored');
  });

  it('sends a minor to the top of the queue, and a person of unknown country to the default office', async () => {
    await handoff.desk.submit(aContactRequest());
    await handoff.desk.submit(aContactRequest({ kind: 'minor', country: undefined }));
    const rows = await handoff.unitOfWork.run(({ requests }) => requests.list({ offices: ['BE', 'LU'] }));
    expect(rows.map(({ kind: kind_, isUrgent, office }) => [kind_, isUrgent, office])).toEqual([
      ['minor', true, 'BE'],
      ['return', false, 'BE'],
    ]);
  });

  it('cleans what was typed and remembers that something was hidden in it', async () => {
    await handoff.desk.submit(aContactRequest({ name: 'Ali\u202Egro.mi', message: `a${'\u0301'.repeat(40)}` }));
    const details = await handoff.unitOfWork.run(async ({ requests }) => {
      const [record] = await requests.list({ offices: ['BE'] });
      return record && requests.openDetails(record.id);
    });
    expect(details).toMatchObject({ name: 'Aligro.mi', hadHiddenCharacters: true });
    expect([...(details?.message ?? '').normalize('NFD')].length).toBeLessThanOrEqual(5);
  });

  it('shows at least the status of a request whose content cannot be opened', async () => {
    const submission = await handoff.desk.submit(aContactRequest());
    await handoff.opened.db.query("delete from data_key where owner like 'contact_request:%'");
    expect(await handoff.desk.lookup(submission.reference, secretOf(submission))).toMatchObject({
      kind: 'found',
      request: { status: 'pending', means: { kind: 'phone', number: '' } },
    });
  });
});
