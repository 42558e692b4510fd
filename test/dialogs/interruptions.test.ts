import { describe, expect, it } from '@jest/globals';
import { Chat } from '#test/support/chat.ts';

const commandsOf = (chat: Chat): readonly string[] => (chat.said.at(-1)?.buttons ?? []).map(({ command }) => command);

async function beginForm(chat: Chat): Promise<void> {
  await chat.command('human.ask');
  await chat.tap('choice:consent=yes');
  await chat.type('0470 12 34 56');
}

describe('inside the contact form', () => {
  it('nothing is lost by a tap on “see my contact request”', async () => {
    const chat = await Chat.open();
    await beginForm(chat);
    await chat.command('status.start');
    expect(chat.lastText).toMatch(/Where do you live/);
    await chat.tap('choice:country=BE');
    expect(chat.states.dump()).toMatch(/\+32470123456/);
  });

  it('a request can be looked up as long as nothing was said', async () => {
    const chat = await Chat.open();
    await chat.command('human.ask');
    await chat.command('status.start');
    expect(chat.lastText).toMatch(/reference of your request/);
  });

  it.each(['menu.show', 'group.show:money', 'country.set:skip', 'answer.notMeant:money-how-much', 'emergency.show'])(
    '%s leaves a way back into the form',
    async (command) => {
      const chat = await Chat.open();
      await beginForm(chat);
      await chat.command(command);
      await chat.tap('form.resume');
      expect(chat.lastText).toMatch(/Where do you live/);
    },
  );

  it('a side question does not use up the question about the country', async () => {
    const chat = await Chat.open({
      script: { 'how do I start?': { answer: 'apply-how' }, 'and then?': { answer: 'apply-how' } },
    });
    await chat.command('human.ask');
    await chat.type('how do I start?');
    expect(chat.said.at(-2)?.card?.kind).toBe('answer');
    await chat.tap('stop');
    await chat.type('and then?');
    expect(commandsOf(chat)).toContain('country.set:BE');
  });

  it('limits by network end with the turn that opens it', async () => {
    const chat = await Chat.open();
    await chat.type('hello');
    expect(chat.shielded).toEqual([]);
    await chat.command('human.ask');
    expect(chat.shielded).toEqual(['conversation-1']);
  });
});

describe('a dialog of an older release', () => {
  async function openStale(): Promise<Chat> {
    const chat = await Chat.open({ script: { 'he wants to kill me': { crisis: 'safety-violence' } } });
    await chat.command('human.ask');
    chat.states.rewrite((data) => data.replaceAll('contact.v2', 'contact.v1'));
    return chat;
  }

  it('does not stand before danger', async () => {
    const chat = await openStale();
    expect((await chat.type('he wants to kill me')).card?.kind).toBe('crisis');
  });

  it('does not swallow a command', async () => {
    const chat = await openStale();
    await chat.command('language.set:fr');
    expect(chat.said.at(-1)?.locale).toBe('fr');
    await chat.type('bonjour');
    expect(chat.lastText).not.toMatch(/mis à jour/);
  });

  it('is told of when one of its buttons is tapped', async () => {
    const chat = await openStale();
    expect((await chat.tap('choice:consent=yes')).text).toMatch(/I was updated/);
  });
});

describe('the country', () => {
  it('can be changed by its name', async () => {
    const chat = await Chat.open({ script: { q: { answer: 'apply-how' } } });
    await chat.type('q');
    await chat.tap('country.set:skip');
    const said = await chat.type('Luxembourg');
    expect(said.card?.kind).toBe('answer');
    expect(said.text).not.toMatch(/0800 32 745/);
    expect((await chat.type('Belgium')).text).toMatch(/now for Belgium/);
  });

  it('can be changed from the help', async () => {
    const chat = await Chat.open();
    await chat.type('help');
    await chat.tap('country.menu');
    expect(commandsOf(chat)).toEqual(['country.set:BE', 'country.set:LU', 'country.set:skip']);
  });
});

describe('the story', () => {
  it('goes on in the language chosen in the middle', async () => {
    const chat = await Chat.open();
    await chat.command('story.start');
    await chat.tap('choice:story=next');
    await chat.command('language.set:fr');
    expect(chat.said.at(-1)?.locale).toBe('fr');
    const second = chat.lastText;
    await chat.tap('choice:story=next');
    expect(chat.lastText).not.toBe(second);
    expect(chat.said.at(-1)?.locale).toBe('fr');
  });
});
