import { describe, expect, it } from '@jest/globals';
import { Chat } from '#test/support/chat.ts';

// The models fold every number to one sign, so to them a telephone number is as alarming as “112”.
const ALARM = { crisis: 'safety-emergency' };

describe('numbers are not mistaken for danger', () => {
  it.each(['0470123456', '٠٤٧٠١٢٣٤٥٦', '+32 (470) 12.34.56'])(
    'the form takes the telephone number %s',
    async (number) => {
      const chat = await Chat.open({ script: { [number]: ALARM } });
      await chat.command('human.ask');
      await chat.tap('choice:consent=yes');
      await chat.tap('choice:how=phone');
      await chat.type(number);
      expect(chat.said.at(-1)?.card?.kind).not.toBe('crisis');
      expect(chat.said.at(-1)?.buttons.map(({ command }) => command)).toContain('choice:country=BE');
    },
  );

  it('a request is found by its reference and code', async () => {
    const chat = await Chat.open({ script: { REF00001: ALARM, '1234567812345678': ALARM } });
    await chat.command('human.ask');
    await chat.tap('choice:consent=yes');
    await chat.tap('choice:how=phone');
    await chat.type('0470 12 34 56');
    await chat.tap('choice:country=BE');
    await chat.tap('choice:topic=skip');
    await chat.tap('choice:safe=skip');
    await chat.tap('choice:message=skip');
    await chat.tap('choice:name=skip');
    await chat.tap('choice:review=send');
    await chat.command('status.start');
    await chat.type('REF00001');
    await chat.type('1234567812345678');
    expect(chat.said.at(-1)?.card?.title).toContain('REF00001');
  });

  it('a number typed outside any form gets the warning about personal data', async () => {
    const chat = await Chat.open({
      script: { '0470123456': { reply: { kind: 'crisis', topic: 'safety-emergency' as never, confidence: 0.6 } } },
    });
    await chat.type('0470123456');
    expect(chat.said.at(-1)?.card?.kind).not.toBe('crisis');
    expect(chat.said.at(-1)?.buttons.map(({ command }) => command)).toEqual(['human.ask']);
  });

  it.each(['112', 'nenta7er', 'help me 0470123456'])('“%s” stays danger, in a form too', async (text) => {
    const chat = await Chat.open({ script: { [text]: ALARM } });
    await chat.command('human.ask');
    await chat.tap('choice:consent=yes');
    await chat.type(text);
    expect(chat.said.at(-1)?.card?.kind).toBe('crisis');
    await chat.command('status.start');
    await chat.type(text);
    expect(chat.said.at(-1)?.card?.kind).toBe('crisis');
  });
});

describe('an emergency number typed alone', () => {
  it.each(['112', '١١٢', '101 !'])('shows the numbers that help: %s', async (text) => {
    const chat = await Chat.open();
    expect((await chat.type(text)).card?.kind).toBe('crisis');
  });

  it('does so inside the form too, and the form can go on', async () => {
    const chat = await Chat.open();
    await chat.command('human.ask');
    await chat.tap('choice:consent=yes');
    expect((await chat.type('112')).card?.kind).toBe('crisis');
    await chat.tap('form.resume');
    expect(chat.lastText).toMatch(/How may we contact you/);
  });
});
