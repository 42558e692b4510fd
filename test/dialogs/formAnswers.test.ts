import { describe, expect, it } from '@jest/globals';
import { Chat } from '#test/support/chat.ts';

const commandsOf = (chat: Chat): readonly string[] => (chat.said.at(-1)?.buttons ?? []).map(({ command }) => command);

/** Up to the question what is safe. */
async function reachSafeStep(chat: Chat): Promise<void> {
  await chat.command('human.ask');
  await chat.tap('choice:consent=yes');
  await chat.type('0470 12 34 56');
  await chat.tap('choice:country=BE');
  await chat.tap('choice:topic=money');
}

/** Up to the read-back. */
async function reachReview(chat: Chat): Promise<void> {
  await reachSafeStep(chat);
  await chat.tap('choice:safe=callOnly');
  await chat.type('I have two small children');
  await chat.type('Sami');
}

describe('words typed instead of a tap', () => {
  it.each(['en', 'fr', 'ar'])('are the button that bears them (%s), not a wished time', async (locale) => {
    const chat = await Chat.open({ locale });
    await reachSafeStep(chat);
    const button = chat.said.at(-1)?.buttons.find(({ command }) => command === 'choice:safe=writeOnly');
    await chat.type(`${button?.title.toLowerCase()} !`);
    await chat.tap('choice:message=skip');
    await chat.tap('choice:name=skip');
    await chat.tap('choice:review=send');
    expect(chat.desk.submitted[0]?.safeContact).toEqual({ safeToCall: 'no', leaveMessage: 'no' });
  });

  it('correct an answer in the read-back too', async () => {
    const chat = await Chat.open();
    await reachReview(chat);
    await chat.type('Change: Name');
    expect(chat.lastText).toMatch(/What name/);
    await chat.type('Samira');
    await chat.type('Send');
    expect(chat.desk.submitted[0]?.name).toBe('Samira');
  });

  it('that only say yes are no wished time', async () => {
    const chat = await Chat.open();
    await reachSafeStep(chat);
    await chat.type('yes');
    expect(chat.lastText).not.toMatch(/I noted the time/);
    expect(commandsOf(chat)).toContain('choice:safe=callOnly');
  });

  it('that only say yes are no sentence for staff', async () => {
    const chat = await Chat.open();
    await reachSafeStep(chat);
    await chat.tap('choice:safe=skip');
    await chat.type('yes');
    expect(chat.lastText).toMatch(/write one sentence/);
    await chat.type('I have two small children');
    await chat.tap('choice:name=skip');
    await chat.type('send');
    expect(chat.desk.submitted[0]?.message).toBe('I have two small children');
  });

  it('that say no are no language', async () => {
    const chat = await Chat.open();
    await reachReview(chat);
    await chat.tap('choice:review=wishes');
    await chat.type('no');
    await chat.tap('choice:gender=skip');
    await chat.type('no');
    await chat.tap('choice:review=send');
    expect(chat.desk.submitted[0]?.wishes).toEqual({});
  });
});

describe('going back out of a correction', () => {
  it.each(['how', 'value', 'country', 'topic', 'safe', 'message', 'name'])(
    'of “%s” leads to the read-back with the answer as it was',
    async (field) => {
      const chat = await Chat.open();
      await reachReview(chat);
      await chat.tap(`choice:review=change.${field}`);
      await chat.tap(`choice:${field}=back`);
      expect(chat.said.at(-1)?.card?.kind).toBe('summary');
      await chat.tap('choice:review=send');
      expect(chat.desk.submitted[0]).toMatchObject({
        country: 'BE',
        means: { kind: 'phone', number: '+32470123456' },
        safeContact: { safeToCall: 'yes', leaveMessage: 'no' },
        message: 'I have two small children',
        name: 'Sami',
      });
      expect(chat.desk.submitted[0]?.topic).toBe('money');
    },
  );

  it('lets a subject be taken out again', async () => {
    const chat = await Chat.open();
    await reachReview(chat);
    await chat.tap('choice:review=change.topic');
    await chat.tap('choice:topic=skip');
    await chat.tap('choice:review=send');
    expect(chat.desk.submitted[0]?.topic).toBeUndefined();
  });
});

describe('what no longer fits', () => {
  it('is asked anew: what is safe for a telephone is not what is safe for a mailbox', async () => {
    const chat = await Chat.open();
    await reachReview(chat);
    await chat.tap('choice:review=change.how');
    await chat.type('sami@example.org');
    expect(commandsOf(chat)).toContain('choice:safe=writeOnly');
    expect(commandsOf(chat)).not.toContain('choice:safe=callOnly');
    await chat.tap('choice:safe=skip');
    await chat.tap('choice:review=send');
    expect(chat.desk.submitted[0]).toMatchObject({
      means: { kind: 'email', address: 'sami@example.org' },
      safeContact: { safeToCall: 'unsaid', leaveMessage: 'unsaid' },
    });
  });

  it('is kept where a call and WhatsApp share the number', async () => {
    const chat = await Chat.open();
    await reachReview(chat);
    await chat.tap('choice:review=change.how');
    await chat.tap('choice:how=whatsapp');
    expect(chat.said.at(-1)?.card?.kind).toBe('summary');
  });

  it('is not sent for a child: wishes were made for another request', async () => {
    const chat = await Chat.open();
    await reachReview(chat);
    await chat.tap('choice:review=wishes');
    await chat.type('Kurmanji');
    await chat.tap('choice:gender=woman');
    await chat.type('Kurmanji');
    for (let steps = 0; steps < 20 && !commandsOf(chat).includes('choice:consent=minor'); steps += 1) {
      await chat.type('back');
    }
    await chat.tap('choice:consent=minor');
    await chat.tap('choice:minor=yes');
    await answerUntilReview(chat);
    expect(chat.lastText).not.toMatch(/Kurmanji/);
    await chat.tap('choice:review=send');
    expect(chat.desk.submitted[0]).toMatchObject({ kind: 'minor', wishes: {} });
  });
});

async function answerUntilReview(chat: Chat): Promise<void> {
  for (let steps = 0; steps < 10 && chat.said.at(-1)?.card?.kind !== 'summary'; steps += 1) {
    const command = commandsOf(chat).find((candidate) => /^choice:(how=phone|country=BE|safe=skip)$/.test(candidate));
    await (command ? chat.tap(command) : chat.type('0470123456'));
  }
}

describe('invisible and reordering characters', () => {
  it('are removed from what people type, and staff see a mark', async () => {
    const chat = await Chat.open();
    await reachSafeStep(chat);
    await chat.tap('choice:safe=callOnly');
    await chat.tap('choice:message=skip');
    await chat.type('Sa\u202Emi');
    await chat.tap('choice:review=send');
    expect(chat.desk.submitted[0]).toMatchObject({ name: 'Sami', hadHiddenCharacters: true });
  });

  it('leave no mark where there were none', async () => {
    const chat = await Chat.open();
    await reachReview(chat);
    await chat.tap('choice:review=send');
    expect(chat.desk.submitted[0]).not.toHaveProperty('hadHiddenCharacters');
  });
});
