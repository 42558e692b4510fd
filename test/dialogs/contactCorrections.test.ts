import { describe, expect, it } from '@jest/globals';
import type { LookupResult } from '#src/domain/contactRequest.ts';
import { StorageUnavailableError } from '#src/domain/errors.ts';
import { Chat } from '#test/support/chat.ts';
import { FakeContactDesk } from '#test/support/fakeContactDesk.ts';

class DeskThatCannotWithdraw extends FakeContactDesk {
  override async withdraw(): Promise<LookupResult> {
    throw new StorageUnavailableError();
  }
}

async function beginForm(chat: Chat): Promise<void> {
  await chat.command('human.ask');
  await chat.tap('choice:consent=yes');
  await chat.tap('choice:how=phone');
}

async function finishForm(chat: Chat): Promise<void> {
  await chat.tap('choice:country=BE');
  for (const step of ['topic', 'safe', 'message', 'name']) await chat.tap(`choice:${step}=skip`);
  await chat.tap('choice:review=send');
}

describe('corrections of a contact request', () => {
  it('shows the receipt of a changed request even if the old one could not be withdrawn', async () => {
    const desk = new DeskThatCannotWithdraw();
    const chat = await Chat.open({ desk });
    await beginForm(chat);
    await chat.type('0470 12 34 56');
    await finishForm(chat);
    await chat.command('status.start');
    await chat.type('REF00001');
    await chat.type('1234 5678 1234 5678');
    await chat.tap('choice:manage=change');
    await chat.tap('choice:consent=yes');
    await chat.tap('choice:review=send');

    expect(desk.submitted).toHaveLength(2);
    expect(chat.said.at(-1)?.card?.kind).toBe('receipt');
    expect(chat.said.at(-1)?.text).toContain('REF00002');
    expect(chat.said.at(-1)?.text).toContain('1234 5678 1234 5678');
  });

  it('never keeps an incomplete number as an e-mail address', async () => {
    const chat = await Chat.open();
    await beginForm(chat);
    await chat.type('047012');
    await chat.tap('choice:value=keep');
    await chat.command('choice:country=back');
    await chat.type('047013');
    await chat.type('back');
    await chat.tap('choice:how=email');
    await chat.command('choice:value=keep');
    expect(chat.said.at(-1)?.buttons.map(({ command }) => command)).toContain('choice:value=back');
    await chat.type('amir@example.org');
    await finishForm(chat);
    expect(chat.desk.submitted[0]?.means).toEqual({ kind: 'email', address: 'amir@example.org' });
  });
});
