import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { DEFAULT_EXIT_URL } from '#src/web/build.ts';
import { ChatPage, type ChatPageOptions } from '#test/support/chatPage.ts';
import { type ChatPages, startChatPages } from '#test/support/chatPages.ts';
import { launchChromium } from '#test/support/chromium.ts';
import { ScriptedBot } from '#test/support/scriptedBot.ts';
import { waitFor } from '#test/support/waitFor.ts';

let browser: Browser;
let pages: ChatPages;
let chat: ChatPage;

beforeAll(async () => {
  browser = await launchChromium();
});

beforeEach(async () => {
  pages = await startChatPages({ bot: new ScriptedBot() });
});

afterEach(async () => {
  await chat.close();
  await pages.stop();
});

afterAll(async () => {
  await browser?.close();
});

/** A tab that was somewhere else before, with a chat in which something was said. */
async function chatAfterElsewhere(options: ChatPageOptions = {}): Promise<void> {
  chat = await ChatPage.create(browser, pages.url, options);
  await chat.context.route(`${DEFAULT_EXIT_URL}**`, (route) =>
    route.fulfill({ contentType: 'text/html', body: 'Sunny' }),
  );
  await chat.page.goto(`${pages.url}/livez`);
  await chat.goto();
  await chat.write('a secret');
  await chat.hears('echo: a secret');
}

async function readToken(): Promise<string> {
  return (JSON.parse((await chat.storage())['chat'] ?? '{}') as { token: string }).token;
}

/** Everything a person who takes the phone now could see with Back and Forward. */
async function lookAround(): Promise<string> {
  const seen: string[] = [];
  for (const step of ['goBack', 'goForward', 'goForward'] as const) {
    await chat.page[step]();
    seen.push(chat.page.url(), (await chat.page.textContent('body')) ?? '');
  }
  return seen.join('\n');
}

describe('“Leave now”', () => {
  it('shows a neutral page, and Back leads to what was before, never to the chat', async () => {
    await chatAfterElsewhere();
    await chat.page.click('#leave');
    await chat.page.waitForURL(DEFAULT_EXIT_URL);

    const seen = await lookAround();
    expect(seen).toContain('/livez');
    expect(seen).toContain('Sunny');
    expect(seen).not.toContain('secret');
    expect(seen).not.toContain('?lang');
    await chat.goto();
    expect(await chat.storage()).toEqual({});
    expect(await chat.transcript()).toEqual([]);
  });

  it('ends the chat on the server at once', async () => {
    await chatAfterElsewhere();
    const token = await readToken();
    await chat.page.click('#leave');
    await waitFor('the server to be told', () => pages.network.count('POST', /^\/chat\/end$/) === 1);
    const refreshed = await waitFor('the token to be dead', async () => {
      const { status } = await fetch(`${pages.url}/v3/directline/tokens/refresh`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
      });
      return status === 404 && status;
    });
    expect(refreshed).toBe(404);
  });

  it('empties the screen in the same moment, before anything is loaded', async () => {
    await chatAfterElsewhere();
    const left = await chat.page.evaluate(() => {
      document.getElementById('leave')?.click();
      return { text: document.body.textContent, title: document.title.trim(), stored: sessionStorage.length };
    });
    expect(left).toEqual({ text: '', title: '', stored: 0 });
  });

  it('works by pressing Shift three times, wherever the cursor is, but not by writing capital letters', async () => {
    await chatAfterElsewhere();
    await chat.page.focus('#text');
    for (const letter of ['A', 'B', 'C', 'D']) await chat.page.keyboard.press(`Shift+${letter}`);
    expect(await chat.page.inputValue('#text')).toBe('ABCD');
    for (let i = 0; i < 3; i += 1) await chat.page.keyboard.press('Shift');
    await chat.page.waitForURL(DEFAULT_EXIT_URL);
    expect(await lookAround()).not.toContain('secret');
  });

  it('works without network: a blank page', async () => {
    await chatAfterElsewhere();
    await chat.context.setOffline(true);
    await chat.page.click('#leave');
    await chat.page.waitForURL('about:blank');
    await chat.context.setOffline(false);
    expect(await lookAround()).not.toContain('secret');
  });

  it('is there in every language before a chat has begun, and after a language was chosen', async () => {
    chat = await ChatPage.create(browser, pages.url);
    await chat.context.route(`${DEFAULT_EXIT_URL}**`, (route) =>
      route.fulfill({ contentType: 'text/html', body: 'Sunny' }),
    );
    await chat.page.goto(`${pages.url}/livez`);
    await chat.goto('fr');
    await chat.page.locator('#languages summary').click();
    await chat.page.locator('#languages a[lang=ar]').click();
    await chat.page.waitForURL('**/?lang=ar');
    await chat.ready();
    // The jump to the text field must not leave a trace in the history either.
    await chat.page.locator('#skip').press('Enter');
    await chat.page.click('#leave');
    await chat.page.waitForURL(DEFAULT_EXIT_URL);
    expect(await lookAround()).not.toContain('lang=');
    expect(pages.network.count('POST', /./)).toBe(0);
  });

  it('leaves again if the browser has kept the page as it was', async () => {
    await chatAfterElsewhere();
    await chat.page.evaluate(() => {
      document.getElementById('leave')?.click();
      document.body.textContent = 'kept by the browser';
      dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    });
    await waitFor('the neutral page', () => chat.page.url() === DEFAULT_EXIT_URL);
    expect(await chat.page.textContent('body')).not.toContain('kept');
  });

  it('can be reached while a panel is open, also on the smallest screen', async () => {
    await chatAfterElsewhere({ viewport: { width: 320, height: 568 } });
    await chat.page.locator('#help summary').click();
    await chat.page.locator('#help .panel').evaluate((panel) => panel.scrollTo(0, panel.scrollHeight));
    await chat.page.click('#leave');
    await chat.page.waitForURL(DEFAULT_EXIT_URL);
  });
});

describe('a phone that is put down', () => {
  async function chatWithClock(): Promise<void> {
    chat = await ChatPage.create(browser, pages.url);
    await chat.page.clock.install();
    await chat.goto();
    await chat.write('a secret');
    await chat.hears('echo: a secret');
  }

  it('is wiped after thirty minutes without a touch: screen, half-written text and storage', async () => {
    await chatWithClock();
    await chat.page.fill('#text', 'half-written');
    await chat.page.clock.runFor('29:00');
    expect(await chat.page.locator('#messages').textContent()).toContain('secret');
    await chat.page.clock.runFor('02:00');
    await chat.waitForText('.note', 'Nothing happened here for 30 minutes');
    expect(await chat.page.locator('#messages').textContent()).not.toContain('secret');
    expect(await chat.page.inputValue('#text')).toBe('');
    expect(await chat.storage()).toEqual({});
  });

  it('is not wiped while somebody reads', async () => {
    await chatWithClock();
    await chat.page.clock.runFor('20:00');
    await chat.page.mouse.wheel(0, 50);
    await chat.page.mouse.click(180, 400);
    await chat.page.clock.runFor('20:00');
    expect(await chat.page.locator('#messages').textContent()).toContain('secret');
  });

  it('shows nothing of an old chat when the page is opened again later', async () => {
    await chatWithClock();
    await chat.page.goto(`${pages.url}/livez`);
    await chat.page.clock.fastForward('05:00');
    await chat.goto();
    expect(await chat.storage()).toEqual({});
    expect(await chat.transcript()).toEqual([]);
  });

  it('forgets a page that the browser had put aside for long, and keeps one that comes back at once', async () => {
    const turn = (kind: string): Promise<boolean> =>
      chat.page.evaluate((name) => dispatchEvent(new PageTransitionEvent(name, { persisted: true })), kind);
    await chatWithClock();
    await turn('pagehide');
    await chat.page.clock.fastForward('01:00');
    await turn('pageshow');
    await chat.page.clock.fastForward('05:00');
    await chat.reload();
    await chat.hears('echo: a secret');

    await turn('pagehide');
    await chat.page.clock.fastForward('05:00');
    await turn('pageshow');
    await chat.page.locator('.note').waitFor();
    expect(await chat.page.locator('#messages').textContent()).not.toContain('secret');
    expect(await chat.storage()).toEqual({});
  });
});
