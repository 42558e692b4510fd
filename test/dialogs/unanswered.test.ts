import { describe, expect, it } from '@jest/globals';
import { StorageUnavailableError } from '#src/domain/errors.ts';
import { Chat, type Said } from '#test/support/chat.ts';

const KEEP = 'improve.keep';
const offers = (said: Said) => said.buttons.some(({ command }) => command === KEEP);

describe('a sentence that was not understood', () => {
  it('is kept only if the person lets staff read it, and said to be kept', async () => {
    const chat = await Chat.open();
    const said = await chat.type('blorf my dog');
    expect(said.buttons.find(({ command }) => command === KEEP)?.title).toBe(
      'Staff may read this sentence to improve the answers',
    );
    expect(chat.questions.kept).toEqual([]);
    const thanks = await chat.tap(KEEP);
    expect(thanks.text).toMatch(/for 30 days, without your name/);
    expect(chat.questions.kept).toEqual(['en: blorf my dog']);
  });

  it('is offered for staff to read the second time too, when a person is offered', async () => {
    const chat = await Chat.open();
    await chat.type('blorf');
    const second = await chat.type('blorf again');
    expect(second.buttons[0]?.command).toBe('human.ask');
    expect(offers(second)).toBe(true);
    await chat.tap(KEEP);
    expect(chat.questions.kept).toEqual(['en: blorf again']);
  });

  it('is one that the person calls so too: none of the offered topics, or not what they meant', async () => {
    const topics = ['money-how-much', 'money-repay'] as never;
    const chat = await Chat.open({
      script: {
        'money perhaps': { reply: { kind: 'suggested', topics, confidence: 0.5 } },
        'what is iom': { answer: 'iom-what-is' },
      },
    });
    expect(offers(await chat.type('money perhaps'))).toBe(false);
    expect(offers(await chat.tap('suggest.none'))).toBe(true);
    await chat.tap(KEEP);
    await chat.type('what is iom');
    expect(offers(await chat.tap('answer.notMeant:iom-what-is'))).toBe(true);
    await chat.tap(KEEP);
    expect(chat.questions.kept).toEqual(['en: money perhaps', 'en: what is iom']);
  });

  it('is kept once, however often the button is tapped', async () => {
    const chat = await Chat.open();
    await chat.type('blorf');
    await chat.tap(KEEP);
    const again = await chat.command(KEEP);
    expect(again.text).toMatch(/Write your question/);
    expect(chat.questions.kept).toHaveLength(1);
  });

  it('is the one under which the button stood, not one that was understood since', async () => {
    const chat = await Chat.open({ script: { 'what is iom': { answer: 'iom-what-is' } } });
    await chat.type('blorf');
    await chat.type('what is iom');
    await chat.command(KEEP);
    expect(chat.questions.kept).toEqual([]);
  });

  it('is kept in the language it was written in', async () => {
    const chat = await Chat.open();
    await chat.type('blorf');
    await chat.command('language.set:fr');
    const thanks = await chat.command(KEEP);
    expect(chat.questions.kept).toEqual(['en: blorf']);
    expect(thanks.locale).toBe('fr');
  });

  it('is not offered if nothing of it is worth reading', async () => {
    const chat = await Chat.open();
    chat.questions.isWorthKeeping = () => false;
    expect(offers(await chat.type('blorf'))).toBe(false);
    await chat.command(KEEP);
    expect(chat.questions.kept).toEqual([]);
  });

  it('is not said to be kept if it was not', async () => {
    const chat = await Chat.open();
    chat.questions.keep = async () => false;
    await chat.type('blorf');
    expect((await chat.tap(KEEP)).text).toMatch(/Write your question/);
  });

  it('is offered again after the database was away', async () => {
    const chat = await Chat.open();
    await chat.type('blorf');
    const keep = chat.questions.keep.bind(chat.questions);
    chat.questions.keep = () => Promise.reject(new StorageUnavailableError());
    await chat.tap(KEEP);
    chat.questions.keep = keep;
    await chat.command(KEEP);
    expect(chat.questions.kept).toEqual(['en: blorf']);
  });
});

describe('a chat with danger or a contact request', () => {
  const script = { 'i want to die': { crisis: 'safety-suicide' } };
  const TURNINGS: readonly (readonly [name: string, turn: (chat: Chat) => Promise<unknown>])[] = [
    ['somebody writes of danger', (chat) => chat.type('i want to die')],
    ['somebody writes an emergency number', (chat) => chat.type('112')],
    ['somebody opens an answer about danger', (chat) => chat.command('topic.show:safety-violence')],
    ['somebody opens the numbers for danger', (chat) => chat.command('emergency.show')],
    ['a contact request is begun', (chat) => chat.command('human.ask')],
    ['an earlier request is looked up', (chat) => chat.command('status.start')],
  ];

  it.each(TURNINGS)('gives nothing away: after %s nothing is offered, nor kept', async (_name, turn) => {
    const chat = await Chat.open({ script });
    await turn(chat);
    await chat.command('stop');
    expect(offers(await chat.type('blorf'))).toBe(false);
    await chat.command(KEEP);
    expect(chat.questions.kept).toEqual([]);
  });

  it.each(TURNINGS)('takes back what was kept before %s', async (_name, turn) => {
    const chat = await Chat.open({ script });
    await chat.type('blorf');
    await chat.tap(KEEP);
    expect(chat.questions.kept).toHaveLength(1);
    await turn(chat);
    expect(chat.questions.kept).toEqual([]);
    expect(chat.questions.forgotten).toBe(1);
    await chat.command('stop');
    expect(chat.questions.forgotten).toBe(1);
  });

  it('keeps nothing of a button that stood there before', async () => {
    const chat = await Chat.open({ script });
    await chat.type('blorf');
    await chat.type('i want to die');
    await chat.command(KEEP);
    expect(chat.questions.kept).toEqual([]);
  });

  it('takes back what was kept when danger is seen inside a form', async () => {
    const chat = await Chat.open({ script });
    await chat.type('blorf');
    await chat.tap(KEEP);
    await chat.command('story.start');
    await chat.type('i want to die');
    expect(chat.questions.kept).toEqual([]);
  });

  it('asks nothing of the database while nothing was kept', async () => {
    const chat = await Chat.open({ script });
    await chat.type('i want to die');
    expect(chat.questions.forgotten).toBe(0);
  });

  it('keeps nothing while staff are in the chat', async () => {
    const chat = await Chat.open();
    await chat.type('blorf');
    await chat.news({ kind: 'joined', requestId: 'r1', name: 'Amal' });
    await chat.command(KEEP);
    expect(chat.questions.kept).toEqual([]);
  });
});

describe('a chat', () => {
  it('is counted once, in the language in which the first turn ended', async () => {
    const chat = await Chat.open();
    await chat.join();
    expect(chat.conversationsCounted).toEqual([]);
    await chat.command('language.set:fr');
    await chat.type('blorf');
    await chat.command('menu.show');
    expect(chat.conversationsCounted).toEqual(['fr']);
  });
});
