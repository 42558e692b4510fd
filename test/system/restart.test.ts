import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ChatPerson } from '#test/support/chatPerson.ts';
import { fillForm, readReceipt, requestContact, stepOf } from '#test/support/contactForm.ts';
import { type RunningApp, START_TIMEOUT_MS, startApp } from '#test/support/startApp.ts';
import { countStored, queryStored } from '#test/support/stored.ts';

let app: RunningApp;

beforeAll(async () => {
  app = await startApp({ staff: ['nora'] });
}, START_TIMEOUT_MS);

afterAll(() => app?.end());

async function restart(): Promise<void> {
  await app.stop();
  app = await startApp({ installation: app.installation });
}

describe('a restart', () => {
  it(
    'in the middle of the contact form keeps the conversation, its language and what was answered',
    async () => {
      const person = new ChatPerson(app, { locale: 'ar' });
      await person.command('human.ask');
      await fillForm(person, { value: '٠٤٧٠ ١٢ ٣٤ ٥٧' }, 'name');
      const before = await person.readHistory();

      await restart();
      person.moveTo(app);

      expect((await person.readHistory()).slice(0, before.length)).toEqual(before);
      expect(await person.readHistory()).toHaveLength(before.length);
      await person.say('أمير');
      expect(stepOf(person.last)).toBe('review');
      expect(person.last.locale).toBe('ar');
      const rows = person.last.card?.rows?.map(({ value }) => value.replace(/[\u2066-\u2069]/g, '')) ?? [];
      expect(rows).toContain('+32470123457');
      expect(rows).toContain('أمير');

      const { reference } = readReceipt(await fillForm(person));
      expect(reference).toMatch(/^[0-9A-Z]{8}$/);
      const history = await person.readHistory();
      expect(new Set(history.map(({ id }) => id)).size).toBe(history.length);
      expect(history.slice(0, before.length)).toEqual(before);
    },
    START_TIMEOUT_MS,
  );

  it(
    'leaves the receipt, and the request can be looked up afterwards with reference and code',
    async () => {
      const person = new ChatPerson(app);
      const receipt = readReceipt(await requestContact(person));
      await restart();
      person.moveTo(app);

      await person.command('status.start');
      await person.say(receipt.reference);
      await person.say(receipt.secret);

      expect(person.last.card?.title).toContain(receipt.reference);
      expect(person.last.buttons.map(({ command }) => command)).toContain('choice:manage=erase');
    },
    START_TIMEOUT_MS,
  );
});

describe('deliveries that come more than once (R17)', () => {
  it('every message three times makes one request, and shows one reference once', async () => {
    const before = countStored(app.dataDir, 'contact_request');
    const person = new ChatPerson(app);
    const thrice = async (part: Readonly<Record<string, unknown>>): Promise<void> => {
      const id = `client-${Math.random()}`;
      const ids = await Promise.all([1, 2, 3].map(() => person.post(part, id)));
      expect(new Set(ids).size).toBe(1);
      await person.listen();
    };
    const tap = (command: string) => thrice({ text: 'button', value: command });
    // Starting thrice starts three conversations: only what is sent into one can come again.
    await person.command('human.ask');
    await tap('choice:consent=yes');
    await thrice({ text: 'Please call 0470 12 34 58' });
    await tap('choice:country=BE');
    await tap('choice:topic=skip');
    await tap('choice:safe=callOnly');
    await tap('choice:message=skip');
    await thrice({ text: 'Amir' });
    await tap('choice:review=send');

    expect(countStored(app.dataDir, 'contact_request')).toBe(before + 1);
    const receipts = person.heard.filter(({ card }) => card?.kind === 'receipt');
    expect(receipts).toHaveLength(1);
    expect(person.heard).toHaveLength(9);
    const { reference } = readReceipt(receipts[0] as (typeof receipts)[0]);
    const mentions = (await person.readHistory()).filter(({ text }) => text.includes(reference));
    expect(mentions).toHaveLength(1);
  });

  it('“send” tapped twice as two messages still makes one request and one notice', async () => {
    const before = countStored(app.dataDir, 'contact_request');
    const person = new ChatPerson(app);
    await person.command('human.ask');
    await fillForm(person, { value: '0470 12 34 59' }, 'review');
    await Promise.all([1, 2].map(() => person.post({ text: 'Send', value: 'choice:review=send' })));
    await person.listen();

    expect(countStored(app.dataDir, 'contact_request')).toBe(before + 1);
    expect(person.heard.filter(({ card }) => card?.kind === 'receipt')).toHaveLength(1);
    const jobs = queryStored(
      app.dataDir,
      'select count(*) as amount from outbox group by subject order by amount desc',
    );
    expect(jobs[0]?.['amount']).toBe(1);
  });
});
