import { describe, expect, it } from '@jest/globals';
import { Chat } from '#test/support/chat.ts';
import { ASK_HUMAN, ScriptedAnswerer } from '#test/support/scriptedAnswerer.ts';

describe('a conversation about voluntary return', () => {
  it('says who it is before anything else', async () => {
    const chat = await Chat.open();
    await chat.join();
    expect(chat.lastText).toMatch(/automatic assistant, not a person/);
    expect(chat.lastText).toMatch(/free/);
    expect(chat.lastText).toMatch(/your own choice/);
    expect(chat.lastText).toMatch(/112/);
  });

  it('stays silent when the page has already shown the welcome', async () => {
    const chat = await Chat.open();
    await chat.join(true);
    expect(chat.said).toEqual([]);
  });

  it('answers with source, date, draft mark and check line, and says what was understood', async () => {
    const chat = await Chat.open({ script: { 'will I be banned?': { answer: 'legal-entry-ban' } } });
    const said = await chat.type('will I be banned?');
    expect(said.card?.kind).toBe('answer');
    expect(said.card?.intro).toBe('You asked about:');
    expect(said.card?.source?.href).toMatch(/^https?:\/\//);
    expect(said.card?.notes?.join(' ')).toMatch(
      /Rules can change.*November 23, 2026|Rules can change.*23 November 2026/,
    );
    expect(said.card?.notes?.join(' ')).toMatch(/not yet been confirmed by IOM/);
    expect(said.buttons.map((button) => button.command)).toContain('human.ask');
  });

  it('asks once where the person lives, and answers again for Luxembourg', async () => {
    const chat = await Chat.open({
      script: { 'how do I start': { answer: 'apply-how' }, 'what is it': { answer: 'avr-what-is' } },
    });
    const first = await chat.type('how do I start');
    expect(first.buttons.map((button) => button.command)).toEqual(
      expect.arrayContaining(['country.set:BE', 'country.set:LU', 'country.set:skip']),
    );
    const luxembourg = await chat.tap('country.set:LU');
    expect(luxembourg.card?.title).not.toBe(first.card?.title);
    expect(luxembourg.text).not.toMatch(/0800 32 745/);
    const second = await chat.type('what is it');
    expect(second.buttons.map((button) => button.command)).not.toContain('country.set:BE');
  });

  it('keeps the right not to say where one lives', async () => {
    const chat = await Chat.open({ script: { a: { answer: 'apply-how' }, b: { answer: 'avr-what-is' } } });
    await chat.type('a');
    await chat.tap('country.set:skip');
    const next = await chat.type('b');
    expect(next.buttons.map((button) => button.command)).not.toContain('country.set:BE');
  });

  it('offers up to three topics when it is not sure, and opens the chosen one', async () => {
    const chat = await Chat.open({
      script: {
        money: {
          reply: {
            kind: 'suggested',
            topics: ['money-how-much', 'money-departure-cash', 'money-repay'] as never,
            confidence: 0.7,
          },
        },
      },
    });
    const said = await chat.type('money');
    expect(said.buttons.filter((button) => button.command.startsWith('topic.show:'))).toHaveLength(3);
    const answer = await chat.tap('topic.show:money-repay');
    expect(answer.card?.kind).toBe('answer');
  });

  it('says honestly that it did not understand, and offers a person the second time', async () => {
    const chat = await Chat.open();
    expect((await chat.type('blorf')).text).toMatch(/did not understand/);
    const second = await chat.type('blorf blorf');
    expect(second.text).toMatch(/A person can help you better/);
    expect(second.buttons.map((button) => button.command)).toContain('human.ask');
  });

  it('offers related topics after “not what I meant”', async () => {
    const chat = await Chat.open({ script: { q: { answer: 'money-how-much' } } });
    await chat.type('q');
    const said = await chat.tap('answer.notMeant:money-how-much');
    expect(said.text).toMatch(/say it in other words/);
    expect(said.buttons.length).toBeGreaterThan(2);
  });

  it('puts the number first in danger, shows no check line and keeps nothing for the form', async () => {
    const chat = await Chat.open({ script: { 'i want to die': { crisis: 'safety-suicide' } } });
    const said = await chat.type('i want to die');
    expect(said.card?.kind).toBe('crisis');
    expect(said.card?.notes).toBeUndefined();
    const numbers = (said.card?.paragraphs?.[0] ?? []).filter((piece) => piece.href?.startsWith('tel:'));
    expect(numbers.length).toBeGreaterThan(0);
    expect(chat.states.dump()).not.toMatch(/i want to die/);
  });

  it('shows the topic menu by group and the questions of a group', async () => {
    const chat = await Chat.open();
    const menu = await chat.type('menu');
    await chat.tap('group.show:money');
    expect(menu.buttons.length).toBeGreaterThan(10);
    const answer = await chat.tap('topic.show:money-cost-to-me');
    expect(answer.card?.title).toBeTruthy();
  });

  it('explains how to get a person when somebody asks for one', async () => {
    const chat = await Chat.open({ script: { 'i need to talk to somebody please': ASK_HUMAN } });
    const said = await chat.type('i need to talk to somebody please');
    expect(said.buttons[0]?.command).toBe('human.ask');
  });

  it('points to the form when somebody types a phone number into the chat', async () => {
    const chat = await Chat.open();
    const said = await chat.type('0470123456');
    expect(said.text).toMatch(/use the contact form/);
  });

  it('tells the story of Mahmood in parts, and lets people leave it', async () => {
    const chat = await Chat.open({ script: { 'what is iom': { answer: 'iom-what-is' } } });
    await chat.command('story.start');
    expect(chat.lastText).toMatch(/Mahmood/);
    await chat.tap('choice:story=next');
    const before = chat.lastText;
    await chat.type('what is iom');
    expect(chat.lastText).not.toBe(before);
    await chat.command('choice:story=next');
    expect(chat.lastText).toMatch(/Write your question/);
  });

  it('tells the story to its end', async () => {
    const chat = await Chat.open();
    await chat.command('story.start');
    for (let part = 0; part < 4; part += 1) await chat.tap('choice:story=next');
    expect(chat.lastText).toMatch(/Nobody can promise you the same/);
  });

  it('ignores values that are no commands of ours', async () => {
    const chat = await Chat.open();
    await chat.command('topic.show:no-such-topic');
    await chat.command('language.set:xx');
    await chat.command('__proto__');
    expect(chat.logger.lines.filter((line) => line.level === 'error')).toEqual([]);
  });

  it('deletes the whole chat after asking', async () => {
    const chat = await Chat.open();
    await chat.type('delete');
    await chat.tap('chat.deleteYes');
    expect(chat.ended).toEqual(['conversation-1']);
    expect(chat.events.at(-1)?.name).toBe('chat.deleted');
  });
});

describe('what operators see', () => {
  it('counts replies by kind and language, without words or topics', async () => {
    const chat = await Chat.open({
      script: { q: { answer: 'iom-what-is' }, 'i want to die': { crisis: 'safety-suicide' } },
    });
    await chat.type('q');
    await chat.type('i want to die');
    await chat.type('blorf');
    expect(chat.counted).toEqual(['answered en', 'crisis en', 'notUnderstood en']);
  });
});

describe('languages', () => {
  it('switches by name, by button and by the page, and tells the page', async () => {
    const chat = await Chat.open();
    await chat.type('français');
    expect(chat.lastText).toMatch(/français/);
    expect(chat.events).toContainEqual({ name: 'language.changed', value: 'fr' });
    await chat.type('arabe');
    expect(chat.said.at(-1)?.locale).toBe('ar');
    await chat.event('language.set', 'en');
    expect(chat.said.at(-1)?.locale).toBe('en');
  });

  it('follows a person who writes another language', async () => {
    const chat = await Chat.open({
      script: {
        'كيف أبدأ': {
          language: 'ar',
          languageDecision: { kind: 'switch', to: 'ar' },
          reply: { kind: 'answered', topic: 'apply-how' as never, confidence: 0.9 },
        },
      },
    });
    const said = await chat.type('كيف أبدأ');
    expect(said.locale).toBe('ar');
    expect(said.card?.intro).toMatch(/\p{Script=Arabic}/u);
  });

  it('takes no language for granted if the browser names none that is offered', async () => {
    const answerer = new ScriptedAnswerer();
    const chat = await Chat.open({ locale: 'so-SO', answerer });
    await chat.type('ticket');
    await chat.command('language.set:fr');
    await chat.type('ticket');
    expect(answerer.asked.map(({ language }) => language)).toEqual([undefined, { tag: 'fr', origin: 'chosen' }]);
  });

  it('offers the switch when it is only likely', async () => {
    const chat = await Chat.open({
      script: {
        ticket: {
          languageDecision: { kind: 'offer', to: 'fr' },
          reply: { kind: 'answered', topic: 'money-cost-to-me' as never, confidence: 0.9 },
        },
      },
    });
    const said = await chat.type('ticket');
    expect(said.locale).toBe('en');
    expect(said.buttons).toContainEqual({ title: 'Français', command: 'language.set:fr' });
  });

  it('shows the languages and the numbers to somebody whose language it does not speak', async () => {
    const chat = await Chat.open({
      script: { 'waan ku faraxsanahay': { language: 'other', languageDecision: { kind: 'unsupported' } } },
    });
    const said = await chat.type('waan ku faraxsanahay');
    expect(said.card?.kind).toBe('contacts');
    expect(said.buttons.map((button) => button.title)).toEqual(
      expect.arrayContaining(['English', 'Français', 'العربية']),
    );
  });
});

describe('what can go wrong', () => {
  it('restarts politely when a saved dialog no longer exists', async () => {
    const chat = await Chat.open();
    await chat.command('human.ask');
    chat.states.rewrite((data) => data.replaceAll('contact.v2', 'contact.v1'));
    const said = await chat.type('yes');
    expect(said.text).toMatch(/I was updated/);
    expect((await chat.command('human.ask')).text).toMatch(/Do you agree/);
  });

  it('apologises in the person’s language and logs no words', async () => {
    const chat = await Chat.open({
      locale: 'fr',
      answerer: {
        interpret: () => {
          throw new Error('secret words of a person');
        },
        screenForCrisis: () => undefined,
      },
    });
    const said = await chat.type('bonjour le monde');
    expect(said.text).toMatch(/112/);
    expect(said.locale).toBe('fr');
    expect(JSON.stringify(chat.logger.lines)).not.toMatch(/secret words|bonjour/);
  });

  it('does not handle an activity twice after a crash', async () => {
    const chat = await Chat.open({ script: { q: { answer: 'iom-what-is' } } });
    await chat.resend('c|same', 1, 'q');
    await chat.resend('c|same', 2, 'q');
    expect(chat.said).toHaveLength(1);
  });
});
