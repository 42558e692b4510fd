import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { ChatPage } from '#test/support/chatPage.ts';
import { type ChatPages, startChatPages } from '#test/support/chatPages.ts';
import { launchChromium } from '#test/support/chromium.ts';
import { ScriptedBot, say } from '#test/support/scriptedBot.ts';
import { waitFor } from '#test/support/waitFor.ts';

const POST_MESSAGE = /\/activities$/;
const START = /^\/chat\/start$/;

let browser: Browser;
let pages: ChatPages;
let chat: ChatPage;
const bot = new ScriptedBot();

beforeAll(async () => {
  browser = await launchChromium();
});

beforeEach(async () => {
  bot.script = () => undefined;
  bot.heard.length = 0;
  pages = await startChatPages({ bot });
  chat = await ChatPage.open(browser, pages.url);
});

afterEach(async () => {
  await chat.close();
  await pages.stop();
});

afterAll(async () => {
  await browser?.close();
});

function conversationId(): Promise<string> {
  return chat
    .storage()
    .then((stored) => (JSON.parse(stored['chat'] ?? '{}') as { conversationId: string }).conversationId);
}

describe('a bad network', () => {
  it('drops the stream again and again: everything arrives once, in order', async () => {
    await chat.write('0');
    await chat.hears('echo: 0');
    const id = await conversationId();
    for (let i = 1; i <= 3; i += 1) {
      pages.network.dropStreams();
      await pages.server.directLine.channel.deliver(id, say(`news ${i}`));
      await chat.write(String(i));
      await chat.hears(`echo: ${i}`);
    }
    const lines = await chat.transcript();
    for (let i = 1; i <= 3; i += 1) {
      expect(lines.filter((line) => line === `< news ${i}`)).toHaveLength(1);
      expect(lines.filter((line) => line === `> ${i}`)).toHaveLength(1);
      expect(lines.filter((line) => line === `< echo: ${i}`)).toHaveLength(1);
    }
    expect(lines).toHaveLength(2 + 9);
    expect(bot.heard).toEqual(['0', '1', '2', '3']);
    // Only what is new is asked for: people pay for each kilobyte.
    const resumed = pages.network.seen.filter(({ method, path }) => method === 'GET' && path.includes('watermark='));
    expect(resumed.length).toBeGreaterThanOrEqual(3);
    for (const { path } of resumed) expect(path).toMatch(/watermark=[1-9]/);
  });

  it('answers 500 twice: the message is sent a third time, under the same id, and counts once', async () => {
    await chat.write('first');
    await chat.hears('echo: first');
    pages.network.fail(POST_MESSAGE, 500, 2);
    await chat.write('second');
    await chat.hears('echo: second');

    const ids = pages.network.seen
      .filter(({ method, path, body }) => method === 'POST' && POST_MESSAGE.test(path) && body.includes('second'))
      .map(
        ({ body }) => (JSON.parse(body) as { channelData: { clientActivityID: string } }).channelData.clientActivityID,
      );
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(1);
    expect(bot.heard).toEqual(['first', 'second']);
    expect(await chat.page.locator('.state').count()).toBe(0);
  });

  it('loses the answer to a message that arrived: it is not doubled', async () => {
    await chat.write('first');
    await chat.hears('echo: first');
    pages.network.loseAnswers(POST_MESSAGE, 2);
    await chat.write('second');
    await chat.hears('echo: second');
    await chat.write('third');
    await chat.hears('echo: third');
    expect(bot.heard).toEqual(['first', 'second', 'third']);
    expect((await chat.transcript()).filter((line) => line === '> second')).toHaveLength(1);
  });

  it('brings the echo before the answer: the next message is not lost', async () => {
    await chat.write('first');
    await chat.hears('echo: first');
    let release = (): void => undefined;
    pages.network.holdAnswer(
      POST_MESSAGE,
      new Promise((resolve) => {
        release = resolve;
      }),
    );
    await chat.write('second');
    await chat.hears('echo: second');
    await chat.write('third');
    release();
    await chat.hears('echo: third');
    expect(bot.heard).toEqual(['first', 'second', 'third']);
  });

  it('fails at the very start: the first message waits and is sent', async () => {
    pages.network.fail(START, 503, 2);
    await chat.write('hello');
    await chat.hears('echo: hello');
    expect(pages.network.count('POST', START)).toBe(3);
    expect(bot.heard).toEqual(['hello']);
  });

  it('refuses WebSockets: the chat goes on by asking again and again', async () => {
    pages.network.refusesStreams = true;
    await chat.write('hello');
    await chat.hears('echo: hello');
    await pages.server.directLine.channel.deliver(await conversationId(), say('from a colleague'));
    await chat.hears('from a colleague');
    await chat.write('more');
    await chat.hears('echo: more');

    expect(pages.network.count('UPGRADE', /./)).toBeLessThanOrEqual(3);
    expect(pages.network.count('GET', /\/activities\?/)).toBeGreaterThan(0);
    expect(await chat.transcript()).toEqual([
      '> hello',
      '< echo: hello',
      '< from a colleague',
      '> more',
      '< echo: more',
    ]);
    // Somebody who can chat need not read that something does not work.
    expect(await chat.page.locator('#status').textContent()).toBe('');
  });

  it('goes down: the page says so, keeps trying, and says when it is back', async () => {
    await chat.write('first');
    await chat.hears('echo: first');
    pages.network.goDown();
    await chat.waitForText('#status', 'No connection. I keep trying.');
    await chat.write('second');
    await chat.waitForText('.state', 'Sending');
    pages.network.isDown = false;
    await chat.hears('echo: second');
    await chat.waitForText('#status', 'You are connected again.');
    expect(bot.heard).toEqual(['first', 'second']);
    expect(await chat.page.locator('#status').getAttribute('role')).toBe('status');
  });

  it('stays down: after a minute the person decides, with one tap, and nothing is doubled', async () => {
    await chat.write('first');
    await chat.hears('echo: first');
    await chat.close();
    chat = await ChatPage.create(browser, pages.url);
    await chat.page.clock.install();
    await chat.goto();
    await chat.write('start');
    await chat.hears('echo: start');
    pages.network.fail(POST_MESSAGE, 500, 1_000);
    await chat.write('second');
    for (let i = 0; i < 12 && (await chat.page.locator('.state-failed').count()) === 0; i += 1) {
      const before = pages.network.count('POST', POST_MESSAGE);
      await chat.page.clock.runFor(20_000);
      await waitFor(
        'another try or the end of trying',
        async () =>
          pages.network.count('POST', POST_MESSAGE) > before || (await chat.page.locator('.state-failed').count()) > 0,
      );
    }
    await chat.waitForText('.state-failed', 'Not sent. Tap to try again.');
    expect(bot.heard).not.toContain('second');
    pages.network.repair();
    await chat.page.locator('.state-failed').click();
    await chat.hears('echo: second');
    expect(bot.heard.filter((text) => text === 'second')).toHaveLength(1);
    expect(await chat.page.locator('.state-failed').count()).toBe(0);
  });

  it('is too busy: the page asks for patience and sends when the server said it may', async () => {
    await chat.write('first');
    await chat.hears('echo: first');
    pages.network.fail(POST_MESSAGE, 429, 1, { 'retry-after': '2' });
    await chat.write('second');
    await chat.waitForText('#status', 'Please wait');
    await chat.hears('echo: second');
    expect(bot.heard).toEqual(['first', 'second']);
  });

  it('keeps the order of messages written while one of them is held up', async () => {
    await chat.write('0');
    await chat.hears('echo: 0');
    pages.network.fail(POST_MESSAGE, 500, 2);
    for (const text of ['1', '2', '3']) await chat.write(text);
    await chat.hears('echo: 3');
    expect(bot.heard).toEqual(['0', '1', '2', '3']);
  });
});

describe('a chat that has ended on the server', () => {
  it('is said honestly; what was written is kept, and the next tap starts a new chat', async () => {
    await chat.write('first');
    await chat.hears('echo: first');
    await pages.server.directLine.channel.end(await conversationId());
    await chat.waitForText('.note', 'This chat has ended. Your next message starts a new one.');
    expect(await chat.storage()).toEqual({});
    await chat.write('second');
    await chat.hears('echo: second');
    expect(pages.network.count('POST', START)).toBe(2);
    expect(await chat.transcript()).toEqual([
      '> first',
      '< echo: first',
      '! This chat has ended. Your next message starts a new one.',
      '> second',
      '< echo: second',
    ]);
  });

  it('is noticed when a message is refused: it can be sent into a new chat with one tap', async () => {
    pages.network.refusesStreams = true;
    await chat.write('first');
    await chat.hears('echo: first');
    pages.network.fail(/\/v3\/directline/, 404, 1_000);
    await chat.write('second');
    await chat.waitForText('.state-failed', 'Not sent');
    pages.network.repair();
    await chat.page.locator('.state-failed').click();
    await chat.hears('echo: second');
    expect(await chat.page.locator('.note').count()).toBe(1);
    expect(bot.heard).toEqual(['first', 'second']);
  });
});
