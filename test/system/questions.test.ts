import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ChatPerson } from '#test/support/chatPerson.ts';
import { type RunningApp, START_TIMEOUT_MS, startApp } from '#test/support/startApp.ts';
import { waitFor } from '#test/support/waitFor.ts';

let app: RunningApp;

beforeAll(async () => {
  app = await startApp({ mode: 'demonstration' });
}, START_TIMEOUT_MS);

afterAll(() => app?.end());

const sentences = () =>
  app.installation.withStorage(({ unitOfWork }) =>
    unitOfWork.run(async ({ questions }) => (await questions.list('en', 10)).map(({ text }) => text)),
  );

/** Writes something that nobody understands, and lets staff read it. */
async function lettingStaffRead(text: string): Promise<ChatPerson> {
  const person = new ChatPerson(app, { locale: 'en' });
  await person.say(text);
  // What is understood changes with every new phrase: either it says so itself, or the person does.
  if (person.last.buttons.some(({ command }) => command === 'suggest.none')) await person.tap('suggest.none');
  await person.tap('improve.keep');
  return person;
}

describe('a sentence that the whole assistant did not understand', () => {
  it('is kept without name and number after the tap, and erased with the chat', async () => {
    const person = await lettingStaffRead('Can Brumble Xylo sing 4711 songs');
    expect(person.heard.at(-1)?.text).toMatch(/We keep this sentence for 30 days/);
    expect(await sentences()).toEqual(['Can … sing … songs']);
    await person.command('chat.delete');
    await person.post({ text: 'button', value: 'chat.deleteYes' });
    await waitFor('the erasure', async () => (await sentences()).length === 0);
  });

  it('is forgotten when the person writes of danger afterwards', async () => {
    const person = await lettingStaffRead('can my parrot sing songs');
    expect(await sentences()).toHaveLength(1);
    await person.say('I want to kill myself');
    expect(person.heard.at(-1)?.card?.kind).toBe('crisis');
    expect(await sentences()).toEqual([]);
  });

  it('is forgotten when the person asks for contact afterwards', async () => {
    const person = await lettingStaffRead('can my parrot sing songs');
    await person.command('human.ask');
    expect(await sentences()).toEqual([]);
  });

  it('is counted with everything else when the server stops', async () => {
    await app.stop();
    const counts = await app.installation.withStorage(({ unitOfWork }) =>
      unitOfWork.run(({ reports }) => reports.counts('2000-W01', '2999-W01')),
    );
    const byMeasure = Object.fromEntries(counts.map(({ locale, measure, amount }) => [`${locale} ${measure}`, amount]));
    expect(byMeasure).toMatchObject({ 'en conversations': 3, 'en crisis': 1 });
    expect((byMeasure['en offered'] ?? 0) + (byMeasure['en notUnderstood'] ?? 0)).toBe(3);
  });
});
