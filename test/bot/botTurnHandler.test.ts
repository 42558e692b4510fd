import { describe, expect, it } from '@jest/globals';
import { StorageUnavailableError, UnreadableRecordError } from '#src/domain/errors.ts';
import type { StoredState } from '#src/domain/stateStore.ts';
import { Chat } from '#test/support/chat.ts';
import { MemoryStateStore } from '#test/support/memoryStateStore.ts';
import { ScriptedAnswerer } from '#test/support/scriptedAnswerer.ts';

/** Fails as often as a test wants. */
class FragileStateStore extends MemoryStateStore {
  readFailures: Error[] = [];
  writeFailures: Error[] = [];

  override async read(keys: readonly string[]): Promise<ReadonlyMap<string, StoredState>> {
    const failure = this.readFailures.shift();
    if (failure) throw failure;
    return super.read(keys);
  }

  override async write(changes: Parameters<MemoryStateStore['write']>[0]): Promise<void> {
    const failure = this.writeFailures.shift();
    if (failure) throw failure;
    await super.write(changes);
  }
}

const APOLOGY = /something went wrong on our side/;

async function beginForm(chat: Chat): Promise<void> {
  await chat.command('human.ask');
  await chat.tap('choice:consent=yes');
  await chat.tap('choice:how=phone');
}

describe('when the database is away for a moment', () => {
  it('the form stands where it was, and takes the same answer again', async () => {
    const chat = await Chat.open();
    await beginForm(chat);
    chat.sendOutages = 1;
    expect((await chat.type('0470 12 34 56')).text).toMatch(APOLOGY);
    expect(chat.logger.lines.at(-1)?.fields).toMatchObject({ errorName: 'StorageUnavailableError' });
    await chat.type('0470 12 34 56');
    expect(chat.lastText).toMatch(/Where do you live/);
  });

  it('what could not be remembered is asked again', async () => {
    const states = new FragileStateStore();
    const chat = await Chat.open({ states });
    await beginForm(chat);
    states.writeFailures = [new StorageUnavailableError()];
    expect((await chat.type('0470 12 34 56')).text).toMatch(APOLOGY);
    await chat.type('0470 12 34 56');
    expect(chat.lastText).toMatch(/Where do you live/);
  });

  it('a message is not left without an answer', async () => {
    const states = new FragileStateStore();
    const chat = await Chat.open({ states, locale: 'fr' });
    states.readFailures = [new StorageUnavailableError()];
    const said = await chat.type('bonjour');
    expect(said.text).toMatch(/112/);
    expect(said.locale).toBe('fr');
  });
});

describe('what is stored and does not fit', () => {
  it('stops a conversation only once: a state that cannot be opened is begun anew', async () => {
    const states = new FragileStateStore();
    const chat = await Chat.open({ states, script: { q: { answer: 'iom-what-is' } } });
    await beginForm(chat);
    states.readFailures = [new UnreadableRecordError()];
    expect((await chat.type('q')).card?.kind).toBe('answer');
    expect(chat.logger.lines.map(({ message }) => message)).toContain('the state of a conversation cannot be opened');
    expect((await chat.type('q')).card?.kind).toBe('answer');
  });

  it('a language that is no longer offered gives way to that of the browser', async () => {
    const chat = await Chat.open({ locale: 'fr', script: { q: { answer: 'iom-what-is' } } });
    await chat.command('language.set:ar');
    chat.states.rewrite((data) => data.replaceAll('"ar"', '"xx"'));
    expect((await chat.type('q')).locale).toBe('fr');
  });

  it('a bug in a dialog does not hold the conversation for ever', async () => {
    const answerer = new ScriptedAnswerer();
    const chat = await Chat.open({ answerer });
    await beginForm(chat);
    chat.states.rewrite((data) => data.replaceAll('"step":"value"', '"step":"noSuchStep"'));
    expect((await chat.type('0470 12 34 56')).text).toMatch(APOLOGY);
    expect((await chat.type('hm')).text).toMatch(/did not understand/);
  });
});

describe('giving up', () => {
  it('apologises in the language of the conversation', async () => {
    const chat = await Chat.open({ locale: 'en' });
    await chat.command('language.set:ar');
    expect((await chat.giveUp('poison')).locale).toBe('ar');
  });

  it('apologises even if nothing can be read', async () => {
    const states = new FragileStateStore();
    const chat = await Chat.open({ states, locale: 'fr' });
    states.readFailures = [new Error('broken')];
    const said = await chat.giveUp('poison');
    expect(said.locale).toBe('fr');
    expect(said.text).toMatch(/112/);
  });
});
