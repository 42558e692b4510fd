import { describe, expect, it } from '@jest/globals';
import type { StaffId } from '#src/domain/staff.ts';
import { Chat } from '#test/support/chat.ts';

const REQUEST = 'request-1';

/** A chat that a staff member has joined. */
async function openHeld(options: Parameters<typeof Chat.open>[0] = {}): Promise<Chat> {
  const chat = await Chat.open(options);
  await chat.news({ kind: 'joined', requestId: REQUEST, name: 'Anna' });
  return chat;
}

describe('a staff member in the chat', () => {
  it('is announced as a person, and shown under their own name', async () => {
    const chat = await openHeld();
    expect(chat.lastText).toMatch(/Anna is here now: a person, not a machine/);
    expect(chat.events.at(-1)).toMatchObject({ name: 'handoff.status', value: { state: 'accepted' } });

    chat.liveChat.messages.set(4, { seq: 4, author: 'staff-1' as StaffId, at: 0, text: 'Good morning', name: 'Anna' });
    await chat.news({ kind: 'message', requestId: REQUEST, seq: 4 });
    expect(chat.staffSaid).toEqual([{ name: 'Anna', seq: 4, text: 'Good morning' }]);
  });

  it('is “a counsellor” if no name may be shown', async () => {
    const chat = await Chat.open();
    await chat.news({ kind: 'joined', requestId: REQUEST, name: undefined });
    expect(chat.lastText).toMatch(/A counsellor is here now/);
  });

  it('hears every word, also those that are commands to the assistant', async () => {
    const chat = await openHeld();
    const before = chat.said.length;
    for (const text of ['how do I apply?', 'stop', 'delete', 'français', 'human']) await chat.type(text);
    expect(chat.said).toHaveLength(before);
    expect(chat.liveChat.received.map(({ text }) => text)).toEqual([
      'how do I apply?',
      'stop',
      'delete',
      'français',
      'human',
    ]);
  });

  it('leaves the danger screen at work: the card once, marked as automatic', async () => {
    const chat = await openHeld({
      script: { 'he will kill me': { crisis: 'safety-violence' }, 'he is here': { crisis: 'safety-violence' } },
    });
    const said = await chat.type('he will kill me');
    expect(said.card?.kind).toBe('crisis');
    expect(said.card?.notes?.at(-1)).toMatch(/shown automatically/);
    const count = chat.said.length;
    await chat.type('he is here');
    expect(chat.said).toHaveLength(count);
    expect(chat.liveChat.received.map(({ isDanger }) => isDanger)).toEqual([true, true]);
  });

  it('passes an emergency number on, and shows the card', async () => {
    const chat = await openHeld();
    expect((await chat.type('112')).card?.kind).toBe('crisis');
    expect(chat.liveChat.received).toEqual([{ text: '112', isDanger: true }]);
  });

  it('lets the buttons of the page work, and does not claim that nobody reads along', async () => {
    const chat = await openHeld();
    expect((await chat.command('topic.show:avr-what-is')).card?.kind).toBe('answer');
    expect((await chat.command('topic.show:bot-human-or-machine')).text).toMatch(/in this chat now and reads/);
    expect((await chat.command('human.ask')).text).toMatch(/in this chat now and reads/);
    expect((await chat.command('language.set:fr')).locale).toBe('fr');
  });

  it('gives the chat back at a tap, and answers again', async () => {
    const chat = await openHeld();
    await chat.command('live.leave');
    expect(chat.lastText).toMatch(/back with me, the automatic assistant/);
    expect(chat.events.at(-1)).toMatchObject({ name: 'handoff.status', value: { state: 'completed' } });
    expect((await chat.type('what is iom')).text).not.toBe('');
  });

  it('answers at once when the staff member has gone meanwhile', async () => {
    const chat = await openHeld();
    chat.liveChat.holds = false;
    const said = await chat.type('what is this?');
    expect(said.text).toMatch(/did not understand/);
  });

  it.each([
    ['left', /has left the chat/],
    ['silent', /Nobody has answered you/],
    ['officeClosed', /office is closed/],
  ] as const)('says why the assistant speaks again: %s', async (ending, words) => {
    const chat = await openHeld();
    await chat.news({ kind: 'concluded', requestId: REQUEST, ending });
    expect(chat.lastText).toMatch(words);
    await chat.type('hello there');
    expect(chat.liveChat.received).toEqual([]);
  });

  it('is silent about a request that the person has withdrawn themselves', async () => {
    const chat = await openHeld();
    const count = chat.said.length;
    await chat.news({ kind: 'concluded', requestId: REQUEST, ending: 'withdrawn' });
    expect(chat.said).toHaveLength(count);
  });

  it('asks for one word when the request is closed, and keeps it once', async () => {
    const chat = await openHeld();
    await chat.news({ kind: 'concluded', requestId: REQUEST, ending: 'resolved' });
    await chat.tap('rating.give:middling');
    await chat.command('rating.give:bad');
    expect(chat.liveChat.rated).toEqual([{ requestId: REQUEST, rating: 'middling' }]);
  });

  it('learns what was seen', async () => {
    const chat = await openHeld();
    const count = chat.said.length;
    await chat.event('live.seen', '4');
    expect(chat.liveChat.seen).toEqual([4]);
    expect(chat.said).toHaveLength(count);
  });

  it('cannot be played by the person: news of the desk come from the desk alone', async () => {
    const chat = await Chat.open();
    await chat.event('handoff.status', 'accepted');
    await chat.type('hello there');
    expect(chat.liveChat.received).toEqual([]);
  });
});

describe('“here in this chat”', () => {
  const walk = async (chat: Chat): Promise<void> => {
    await chat.command('human.ask');
    await chat.tap('choice:consent=yes');
  };

  it('is offered only where staff can write the language', async () => {
    const offers = async (locale: string): Promise<boolean> => {
      const chat = await Chat.open({ locale, staffChatLanguages: ['en', 'fa'] });
      await walk(chat);
      return chat.said.at(-1)?.buttons.some(({ command }) => command === 'choice:how=chat') ?? false;
    };
    expect(await offers('en')).toBe(true);
    // Staff who write Persian can write to a person who chose Dari.
    expect(await offers('fa-AF')).toBe(true);
    expect(await offers('tr')).toBe(false);
  });

  it('needs no number, asks about the word that there is an answer, and says who comes', async () => {
    const chat = await Chat.open();
    await walk(chat);
    await chat.tap('choice:how=chat');
    expect(chat.lastText).toMatch(/They do not see what you wrote before/);
    await chat.type('not an address');
    expect(chat.lastText).toMatch(/no e-mail address/);
    await chat.type('sami@example.org');
    await chat.tap('choice:country=BE');
    await chat.tap('choice:topic=money');
    await chat.tap('choice:message=skip');
    await chat.tap('choice:name=skip');
    const review = chat.said.at(-1);
    expect(review?.text).toMatch(/Here in this chat/);
    expect(review?.text).toMatch(/sami@example\.org/);
    expect(review?.text).not.toMatch(/Safe contact/);
    expect(review?.buttons.map(({ command }) => command)).not.toContain('choice:review=change.value');
    await chat.tap('choice:review=send');
    expect(chat.lastText).toMatch(/will write to you here/);
    expect(chat.events.at(-1)).toMatchObject({ name: 'handoff.initiate', value: { language: 'en' } });
    expect(chat.desk.submitted[0]?.means).toEqual({ kind: 'chat', hintAddress: 'sami@example.org' });
  });

  it('can be changed into a number before it is sent', async () => {
    const chat = await Chat.open();
    await walk(chat);
    await chat.tap('choice:how=chat');
    await chat.tap('choice:hint=skip');
    await chat.tap('choice:country=BE');
    await chat.tap('choice:topic=money');
    await chat.tap('choice:message=skip');
    await chat.tap('choice:name=skip');
    await chat.tap('choice:review=change.how');
    await chat.tap('choice:how=phone');
    await chat.type('0470 12 34 56');
    await chat.tap('choice:safe=callOnly');
    await chat.tap('choice:review=send');
    expect(chat.desk.submitted[0]?.means).toMatchObject({ kind: 'phone', number: '+32470123456' });
  });
});
