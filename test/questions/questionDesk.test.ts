import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { fingerprint } from '#src/answering/text/fingerprint.ts';
import type { StaffId, StaffMember } from '#src/domain/staff.ts';
import type { TopicId } from '#src/domain/topic.ts';
import { MAX_KEPT_PER_CHAT, type QuestionDesk, type QuestionKeeper } from '#src/domain/unansweredQuestions.ts';
import { createQuestionDesk } from '#src/questions/questionDesk.ts';
import { createQuestionKeeper } from '#src/questions/questionKeeper.ts';
import { createStorage } from '#src/storage/createStorage.ts';
import { createKeyring } from '#src/storage/sealing/keyring.ts';
import { rewrapKeys } from '#src/storage/sealing/rewrapKeys.ts';
import { createSystemIds } from '#src/systemIds.ts';
import { aContactRequest } from '#test/support/contactRequests.ts';
import { createDatabaseMaker, type DatabaseMaker } from '#test/support/databases.ts';
import { startHandoff, type TestHandoff } from '#test/support/handoff.ts';
import { runPurge } from '#test/support/runPurge.ts';

const EDITOR: StaffMember = {
  id: 'staff-9' as StaffId,
  login: 'eva@iom.example',
  displayName: 'Eva',
  roles: ['editor'],
  office: 'both',
  isDisabled: false,
  createdAt: 0,
};
const TOPIC = 'apply-how' as TopicId;

describe.each(['sqlite', 'postgres'] as const)('sentences that staff may read, on %s', (kind) => {
  let maker: DatabaseMaker;
  let handoff: TestHandoff;
  let keeper: QuestionKeeper;
  let desk: QuestionDesk;

  beforeAll(async () => {
    maker = await createDatabaseMaker(kind);
  });
  beforeEach(async () => {
    handoff = await startHandoff(maker, { start: '2027-03-02T09:00:00Z' });
    const { unitOfWork, clock } = handoff;
    keeper = createQuestionKeeper({ unitOfWork, clock, knowsWord: (_, word) => /^(?:I|Can)$/.test(word) });
    desk = createQuestionDesk({ unitOfWork, fingerprint });
  });
  afterAll(() => maker.end());

  let turn = 0;
  const keep = (text: string, conversationId = 'chat-1', locale = 'en', activityId = `a${(turn += 1)}`) =>
    keeper.keep({ conversationId, activityId, locale, text });
  const texts = async (locale = 'en') =>
    (await desk.open(EDITOR, locale)).groups.flatMap((group) => group.map(({ text }) => text ?? '')).sort();
  const idsOf = async (locale = 'en') =>
    (await desk.open(EDITOR, locale)).groups.flatMap((group) => group.map(({ id }) => id));
  const rowsOf = async (table: string) => (await handoff.opened.db.query(`select * from ${table}`)).rows;
  const trail = async () =>
    (await handoff.auditDesk.list({})).map(({ actor, action, detail }) => `${actor} ${action} ${detail}`);

  it('are kept sealed, without personal data, with language and week and nothing that tells more', async () => {
    expect(await keep('Can Oumar Diallo come with me, call 0470 12 34 56')).toBe(true);
    expect(await texts()).toEqual(['Can … come with me, call …']);
    const [row] = await rowsOf('open_question');
    expect(row).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      week: '2027-W09',
      locale: 'en',
      topic: null,
      key_id: 'test',
      sealed: expect.stringMatching(/^v1\|test\|/),
      // The end of a day, not of a minute.
      delete_at: Date.parse('2027-04-01T00:00:00Z'),
    });
    const marks = JSON.stringify(await rowsOf('question_mark'));
    expect(marks).not.toContain('chat-1');
    expect(await trail()).toEqual([`staff:staff-9 questions.opened {"language":"en","count":1}`]);
  });

  it('are not kept if nothing is left to read', async () => {
    expect(keeper.isWorthKeeping('en', 'Oumar Diallo')).toBe(false);
    expect(await keep('Oumar Diallo')).toBe(false);
    expect(await rowsOf('open_question')).toEqual([]);
  });

  it('are kept once for a turn that runs again', async () => {
    await keep('can my dog come', 'chat-1', 'en', 'a-same');
    expect(await keep('can my dog come', 'chat-1', 'en', 'a-same')).toBe(true);
    expect(await texts()).toEqual(['can my dog come']);
  });

  it('are a few of each chat at most', async () => {
    for (let i = 0; i < MAX_KEPT_PER_CHAT; i += 1) expect(await keep('can my dog come')).toBe(true);
    expect(await keep('can my dog come')).toBe(false);
    expect(await keep('can my dog come', 'chat-2')).toBe(true);
  });

  it('never come from a chat that has made a contact request', async () => {
    await handoff.desk.submit(aContactRequest({ conversationId: 'chat-1' }));
    expect(await keep('can my dog come')).toBe(false);
    expect(await rowsOf('open_question')).toEqual([]);
  });

  it('are forgotten with their chat, and no other', async () => {
    await keep('can my dog come');
    await keep('can my cat come');
    await keep('can my bird come', 'chat-2');
    await keeper.forget('chat-1');
    expect(await texts()).toEqual(['can my bird come']);
    expect(await rowsOf('question_mark')).toHaveLength(1);
  });

  it('are erased when the person deletes the chat', async () => {
    await handoff.conversationLog.open('chat-1', 'dl_person');
    await keep('can my dog come');
    await handoff.conversationLog.erase('chat-1');
    expect(await rowsOf('open_question')).toEqual([]);
    expect(await rowsOf('question_mark')).toEqual([]);
  });

  it('are tied to their chat for a day and no longer', async () => {
    await keep('can my dog come');
    await handoff.clock.advance({ hours: 23 });
    expect((await runPurge(handoff)).deleted.questionMark).toBe(0);
    await handoff.clock.advance({ hours: 1 });
    expect((await runPurge(handoff)).deleted.questionMark).toBe(1);
    await keeper.forget('chat-1');
    expect(await texts()).toEqual(['can my dog come']);
  });

  it('are deleted after 30 days, assigned or not, and not shown even if the purge is late', async () => {
    await keep('can my dog come');
    await keep('can my cat come', 'chat-2');
    await desk.assign(EDITOR, 'en', (await idsOf()).slice(0, 1), TOPIC);
    await handoff.clock.advance({ days: 29 });
    expect((await runPurge(handoff)).deleted.question).toBe(0);
    await handoff.clock.advance({ days: 1 });
    expect(await desk.counts()).toEqual([]);
    expect(await texts()).toEqual([]);
    expect((await runPurge(handoff)).deleted.question).toBe(2);
    expect(await rowsOf('open_question')).toEqual([]);
  });

  it('leave nothing in the file of the database', async () => {
    if (kind === 'postgres') return;
    await keep('can my dog come');
    const [row] = await rowsOf('open_question');
    await keeper.forget('chat-1');
    const { dataDir } = handoff.opened;
    const sealed = String(row?.['sealed']).split('|').at(-1) ?? 'none';
    for (const file of readdirSync(dataDir)) expect(readFileSync(join(dataDir, file)).includes(sealed)).toBe(false);
  });

  it('are put to a topic by an editor, and back, and deleted, each with a record', async () => {
    await keep('can my dog come with me');
    await keep('can my dogs come with me', 'chat-2');
    await keep('where is the bus', 'chat-3');
    await keep('mon chien vient aussi', 'chat-4', 'fr');
    const board = await desk.open(EDITOR, 'en');
    expect(board.groups.map((group) => group.length)).toEqual([2, 1]);
    const [dogs, bus] = board.groups.map((group) => group.map(({ id }) => id));
    expect(await desk.assign(EDITOR, 'en', dogs ?? [], TOPIC)).toBe(2);
    expect(await desk.counts()).toEqual([
      { locale: 'en', open: 1, assigned: 2 },
      { locale: 'fr', open: 1, assigned: 0 },
    ]);
    expect(await desk.putBack(EDITOR, 'en', (dogs ?? []).slice(0, 1))).toBe(1);
    expect(await desk.dismiss(EDITOR, 'en', bus ?? [])).toBe(1);
    // Of another language, or not there: nothing happens, and nothing is recorded.
    expect(await desk.dismiss(EDITOR, 'fr', dogs ?? [])).toBe(0);
    expect(await desk.assign(EDITOR, 'en', [], TOPIC)).toBe(0);
    expect((await desk.open(EDITOR, 'en')).assigned.map(({ topic }) => topic)).toEqual([TOPIC]);
    expect(await trail()).toEqual([
      'staff:staff-9 questions.opened {"language":"en","count":2}',
      'staff:staff-9 questions.dismissed {"language":"en","count":1}',
      'staff:staff-9 questions.putBack {"language":"en","count":1}',
      'staff:staff-9 questions.assigned {"language":"en","topic":"apply-how","count":2}',
      'staff:staff-9 questions.opened {"language":"en","count":3}',
    ]);
  });

  it('come as additions to the phrases, each once, without marks of what was taken out', async () => {
    for (const [i, text] of [
      'call 0470123456 for my dog',
      'call 0489123456 for my dog',
      'where is the bus',
    ].entries()) {
      await keep(text, `chat-${i}`);
    }
    await desk.assign(EDITOR, 'en', (await idsOf()).slice(0, 2), TOPIC);
    expect(await desk.download(EDITOR, 'en')).toEqual({ [TOPIC]: ['call for my dog'] });
    expect((await trail())[0]).toBe('staff:staff-9 questions.downloaded {"language":"en","count":1}');
  });

  it('that cannot be opened are counted and hide no other', async () => {
    await keep('can my dog come');
    await keep('where is the bus', 'chat-2');
    const [id] = await idsOf();
    await handoff.opened.db.query('update open_question set sealed = $1 where id = $2', ['v1|gone|x|y', id ?? '']);
    const board = await desk.open(EDITOR, 'en');
    expect([board.unreadable, board.groups.flat().length]).toEqual([1, 1]);
  });

  it('get a new key with everything else', async () => {
    const [oldKey, newKey, indexKey] = [randomBytes(32), randomBytes(32), randomBytes(32)];
    const { opened, clock } = handoff;
    const ids = createSystemIds(clock);
    const storageWith = (...keys: readonly { readonly name: string; readonly key: Uint8Array }[]) => {
      const keyring = createKeyring({ encryptionKeys: keys, indexKey, ids });
      return { keyring, ...createStorage({ db: opened.db, keyring, dataDir: opened.dataDir, clock, ids }) };
    };
    const [old, young] = [
      { name: 'old', key: oldKey },
      { name: 'new', key: newKey },
    ];
    const { unitOfWork } = storageWith(old);
    await createQuestionKeeper({ unitOfWork, clock, knowsWord: () => true }).keep({
      conversationId: 'chat-1',
      activityId: 'a',
      locale: 'en',
      text: 'can my dog come',
    });
    expect(await rewrapKeys(opened.db, storageWith(young, old).keyring)).toBe(1);
    desk = createQuestionDesk({ unitOfWork: storageWith(young).unitOfWork, fingerprint });
    expect(await texts()).toEqual(['can my dog come']);
  });
});
