import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { InboundActivity } from '#src/domain/channel.ts';
import type { ContactRequestId } from '#src/domain/contactRequest.ts';
import { StorageUnavailableError } from '#src/domain/errors.ts';
import { createTranslator } from '#src/i18n/translator.ts';
import { loadKnowledge } from '#src/knowledge/loadKnowledge.ts';
import { createSystemIds } from '#src/systemIds.ts';
import { Chat, LOCALES_DIR, type Said } from '#test/support/chat.ts';
import { PLAIN_ANSWERS, stepOf } from '#test/support/contactForm.ts';
import { createDatabaseMaker, type DatabaseMaker } from '#test/support/databases.ts';
import { startHandoff, type TestHandoff } from '#test/support/handoff.ts';
import { MemoryStateStore } from '#test/support/memoryStateStore.ts';

const LOCALES = ['en', 'fr', 'ar'] as const;
const WORDS = [
  '0470 12 34 56',
  '٠٤٧٠١٢٣٤٥٦',
  '12345',
  'amir@example.org',
  'not an address',
  'yes',
  'oui',
  'لا',
  'back',
  'retour',
  'skip',
  'stop',
  'no',
  'I am 16',
  'tomorrow after 6',
  'Amir',
  'I want to know how long it takes, and what happens with my children?',
  'menu',
  'status',
  'I want to die',
  'How much money do I get?',
] as const;
const COMMANDS = [
  'human.ask',
  'form.resume',
  'emergency.show',
  'country.set:LU',
  'status.start',
  'help.show',
  'stop',
  'choice:review=send',
  'choice:consent=minor',
  'choice:value=keep',
] as const;

/** What a person, a network or a database does next. */
type Move =
  | { readonly kind: 'forward' }
  | { readonly kind: 'tap'; readonly which: number }
  /** Back as many questions as wanted. */
  | { readonly kind: 'back'; readonly steps: number }
  | { readonly kind: 'oldTap'; readonly message: number; readonly which: number }
  | { readonly kind: 'command'; readonly command: string }
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'language'; readonly tag: string }
  /** The activity before comes a second time. */
  | { readonly kind: 'again' }
  /** The process dies after the next turn, before it has saved what it remembers; the turn is run again. */
  | { readonly kind: 'crash'; readonly next: 'forward' | 'tap'; readonly which: number }
  | { readonly kind: 'outage'; readonly lasts: boolean };

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 16, arbitrary: fc.constant({ kind: 'forward' } as const) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('tap' as const), which: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('back' as const), steps: fc.integer({ min: 1, max: 9 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('oldTap' as const), message: fc.nat(30), which: fc.nat(20) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('command' as const), command: fc.constantFrom(...COMMANDS) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('words' as const), text: fc.constantFrom(...WORDS) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('language' as const), tag: fc.constantFrom(...LOCALES) }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'again' } as const) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('crash' as const),
      next: fc.constantFrom('forward' as const, 'tap' as const),
      which: fc.nat(20),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('outage' as const), lasts: fc.boolean() }) },
);

const FINISH: readonly Move[] = Array.from({ length: 12 }, () => ({ kind: 'forward' }));

let maker: DatabaseMaker;
let handoff: TestHandoff;
/** The texts that a person may have agreed to, by kind of request, as hashes. */
const agreed = { return: new Set<string>(), minor: new Set<string>() };

beforeAll(async () => {
  maker = await createDatabaseMaker('sqlite');
  handoff = await startHandoff(maker);
  const knowledge = loadKnowledge({
    localesDir: LOCALES_DIR,
    clock: handoff.clock,
    operated: true,
    showDraftHighRisk: true,
  });
  const texts = await createTranslator({ localesDir: LOCALES_DIR, locales: LOCALES, contacts: knowledge.contacts });
  const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
  for (const locale of LOCALES) {
    agreed.return.add(hash(texts(locale).t('form.consent.text')));
    agreed.minor.add(hash(texts(locale).t('form.minor.ask')));
  }
});

afterAll(() => maker?.end());

/** A person in front of the real dialogs and desk, with a memory that can be lost and a database that can refuse. */
class Walk {
  readonly chat: Chat;
  readonly #states: ForgetfulStates;
  #last: (Partial<InboundActivity> & { readonly type: 'message' | 'event'; readonly id: string }) | undefined;
  #count = 0;
  #isRefusing = false;

  private constructor(chat: Chat, states: ForgetfulStates) {
    this.chat = chat;
    this.#states = states;
  }

  static async begin(): Promise<Walk> {
    const states = new ForgetfulStates();
    const chat = await Chat.open({
      states,
      clock: handoff.clock,
      ids: createSystemIds(handoff.clock),
      realDesk: handoff.desk,
      script: { 'I want to die': { crisis: 'safety-suicide' }, 'How much money do I get?': { answer: 'money-amount' } },
    });
    const walk = new Walk(chat, states);
    await walk.#send({ type: 'message', text: 'button', value: 'human.ask' });
    return walk;
  }

  async go(step: Move): Promise<void> {
    await handoff.clock.advance({ seconds: 1 });
    switch (step.kind) {
      case 'forward':
        return this.#send(this.#forward());
      case 'tap':
        return this.#send(tapOf(this.chat.said.at(-1), step.which));
      case 'back':
        for (let i = 0; i < step.steps; i += 1) await this.#send({ type: 'message', text: 'back' });
        return;
      case 'oldTap':
        return this.#send(tapOf(this.chat.said[step.message % this.chat.said.length], step.which));
      case 'command':
        return this.#send({ type: 'message', text: 'button', value: step.command });
      case 'words':
        return this.#send({ type: 'message', text: step.text });
      case 'language':
        return this.#send({ type: 'event', name: 'language.set', value: step.tag });
      case 'again':
        if (this.#last) await this.chat.deliver(this.#last, 2);
        return;
      case 'crash':
        this.#states.losesNext = true;
        await this.#send(step.next === 'forward' ? this.#forward() : tapOf(this.chat.said.at(-1), step.which));
        if (this.#last) await this.chat.deliver(this.#last, 2);
        return;
      case 'outage':
        return this.refuse(step.lasts);
    }
  }

  /** A real refusal, by the database itself. */
  async refuse(isRefusing: boolean): Promise<void> {
    if (isRefusing === this.#isRefusing) return;
    this.#isRefusing = isRefusing;
    await handoff.opened.db.query(
      isRefusing
        ? `create trigger refuse before insert on contact_request begin select raise(abort, 'refused'); end`
        : 'drop trigger refuse',
    );
  }

  async #send(part: Partial<InboundActivity> & { readonly type: 'message' | 'event' }): Promise<void> {
    this.#count += 1;
    this.#last = { ...part, id: `walk|${this.#count}` };
    await this.chat.deliver(this.#last).catch((error: unknown) => {
      if (!(error instanceof StorageUnavailableError)) throw error;
    });
  }

  #forward(): Partial<InboundActivity> & { readonly type: 'message' } {
    const step = stepOf(toHeard(this.chat.said.at(-1)));
    const answer = step === undefined ? undefined : PLAIN_ANSWERS[step as keyof typeof PLAIN_ANSWERS];
    if (answer === undefined) return { type: 'message', text: 'button', value: 'form.resume' };
    return typeof answer === 'string'
      ? { type: 'message', text: answer }
      : { type: 'message', text: 'button', value: answer[0] };
  }
}

/** What the bot remembers, unless the process dies before it is saved. */
class ForgetfulStates extends MemoryStateStore {
  losesNext = false;

  override async write(changes: Parameters<MemoryStateStore['write']>[0]): Promise<void> {
    if (this.losesNext) {
      this.losesNext = false;
      throw new StorageUnavailableError();
    }
    return super.write(changes);
  }
}

function tapOf(said: Said | undefined, which: number): Partial<InboundActivity> & { readonly type: 'message' } {
  const buttons = said?.buttons ?? [];
  const button = buttons[which % Math.max(1, buttons.length)];
  return { type: 'message', text: button?.title ?? 'button', value: button?.command ?? 'human.ask' };
}

function toHeard(said: Said | undefined) {
  return said && { ...said, id: '', replyToId: undefined };
}

interface StoredRow {
  readonly id: ContactRequestId;
  readonly reference: string;
  readonly kind: 'return' | 'minor';
  readonly created_at: number;
  readonly given_at: number | null;
  readonly text_hash: string | null;
}

async function readRows(): Promise<readonly StoredRow[]> {
  const { rows } = await handoff.opened.db.query<StoredRow & Record<string, never>>(
    `select contact_request.id, reference, kind, created_at, given_at, text_hash
     from contact_request left join consent on consent.request_id = contact_request.id order by contact_request.id`,
  );
  return rows;
}

/** Rules that hold after every single move. */
async function checkRules(rows: readonly StoredRow[], walk: Walk): Promise<void> {
  for (const row of rows) {
    expect(row.given_at).not.toBeNull();
    expect(row.given_at).toBeLessThan(row.created_at);
    expect(agreed[row.kind]).toContain(row.text_hash);
    const details = await handoff.unitOfWork.run(({ requests }) => requests.openDetails(row.id));
    if (row.kind === 'minor') {
      expect(details).not.toHaveProperty('name');
      expect(details).not.toHaveProperty('message');
      expect(details?.topic).toBeUndefined();
    }
    const means = details?.means;
    if (means?.kind === 'email') expect(means.address).toContain('@');
    else if (means?.kind !== 'chat') expect(means?.number).toMatch(/^\+?\d{4,}$/);
  }
  const stored = new Set(rows.map(({ reference }) => reference));
  const shown = walk.chat.said.filter(({ card }) => card?.kind === 'receipt').map(readReference);
  for (const reference of shown) expect(stored).toContain(reference);
}

function readReference({ card, text }: Said): string {
  const value = card?.rows?.[0]?.value ?? /\u2066(\w+)\u2069/.exec(text)?.[0] ?? '';
  return value.replace(/[\u2066\u2069]/g, '');
}

describe('every way through the contact form (M-05)', () => {
  it('stores nothing before consent, one request per form, and no more of a minor than a means of contact', async () => {
    let stored = 0;
    let minors = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 8, maxLength: 30, size: 'max' }), async (moves) => {
        const before = (await readRows()).length;
        const walk = await Walk.begin();
        try {
          let known = before;
          // Whatever happened, everybody then tries to get to the end.
          for (const step of [...moves, { kind: 'outage', lasts: false } as const, ...FINISH]) {
            await walk.go(step);
            const rows = await readRows();
            if (rows.length === known && walk.chat.said.at(-1)?.card?.kind !== 'receipt') continue;
            expect(rows.length - known).toBeLessThanOrEqual(1);
            known = rows.length;
            await checkRules(rows.slice(before), walk);
          }
          const rows = (await readRows()).slice(before);
          stored += rows.length;
          minors += rows.filter(({ kind }) => kind === 'minor').length;
        } finally {
          await walk.refuse(false);
        }
      }),
      { numRuns: 150, seed: 20_270_301 },
    );
    // A walk that never reaches the end would prove nothing.
    expect(stored).toBeGreaterThan(75);
    expect(minors).toBeGreaterThan(5);
  });
});

describe('somebody who goes back and says they are under 18', () => {
  it('sees the lines for children, is asked anew, and leaves a means of contact only', async () => {
    const walk = await Walk.begin();
    while (stepOf(toHeard(walk.chat.said.at(-1))) !== 'review') await walk.go({ kind: 'forward' });
    while (stepOf(toHeard(walk.chat.said.at(-1))) !== 'consent') await walk.go({ kind: 'back', steps: 1 });
    await walk.go({ kind: 'command', command: 'choice:consent=minor' });
    expect(stepOf(toHeard(walk.chat.said.at(-1)))).toBe('minor');
    expect(walk.chat.said.at(-1)?.card?.contacts?.length).toBeGreaterThan(0);

    const before = (await readRows()).length;
    while (walk.chat.said.at(-1)?.card?.kind !== 'receipt') await walk.go({ kind: 'forward' });
    const rows = (await readRows()).slice(before);
    expect(rows.map(({ kind }) => kind)).toEqual(['minor']);
    await checkRules(rows, walk);
  });
});

describe('a form that is sent again', () => {
  it('after a crash behind the commit names the request that was stored, and stores no second one', async () => {
    const before = (await readRows()).length;
    const walk = await Walk.begin();
    while (stepOf(toHeard(walk.chat.said.at(-1))) !== 'review') await walk.go({ kind: 'forward' });
    await walk.go({ kind: 'crash', next: 'forward', which: 0 });

    const rows = (await readRows()).slice(before);
    expect(rows).toHaveLength(1);
    const receipts = walk.chat.said.filter(({ card }) => card?.kind === 'receipt').map(readReference);
    expect(new Set(receipts)).toEqual(new Set([rows[0]?.reference]));
  });

  it('after a refusal is stored once, and “sent” is shown only then', async () => {
    const before = (await readRows()).length;
    const walk = await Walk.begin();
    while (stepOf(toHeard(walk.chat.said.at(-1))) !== 'review') await walk.go({ kind: 'forward' });
    await walk.refuse(true);
    await walk.go({ kind: 'forward' });
    expect(walk.chat.said.filter(({ card }) => card?.kind === 'receipt')).toEqual([]);
    expect(walk.chat.lastText).toContain('0800');
    await walk.refuse(false);
    await walk.go({ kind: 'forward' });

    expect((await readRows()).length).toBe(before + 1);
    expect(walk.chat.said.filter(({ card }) => card?.kind === 'receipt')).toHaveLength(1);
  });
});
