import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { ChatPage } from '#test/support/chatPage.ts';
import { launchChromium } from '#test/support/chromium.ts';
import { type RunningApp, START_TIMEOUT_MS, startApp } from '#test/support/startApp.ts';
import { countStored } from '#test/support/stored.ts';

let app: RunningApp;
let browser: Browser;
let chat: ChatPage | undefined;

beforeAll(async () => {
  [app, browser] = await Promise.all([startApp({ mode: 'demonstration' }), launchChromium()]);
}, START_TIMEOUT_MS);

afterAll(async () => {
  await browser?.close();
  await app?.end();
});

afterEach(async () => {
  await chat?.close();
  chat = undefined;
});

/** Hosts that the page has asked anything of. */
function hostsOf({ requests }: ChatPage): readonly string[] {
  return [...new Set(requests.map((request) => new URL(request.url()).host))];
}

describe.each(['en', 'fr', 'ar'])('nobody is traced (M-30), %s', (lang) => {
  it('before the first tap only the page’s own files are fetched, and nothing is stored, here or there', async () => {
    chat = await ChatPage.open(browser, app.url, { lang });
    await chat.page.waitForLoadState('networkidle');

    expect(hostsOf(chat)).toEqual([new URL(app.url).host]);
    for (const request of chat.requests) {
      expect(request.method()).toBe('GET');
      expect(new URL(request.url()).pathname).toMatch(/^\/(?:$|assets\/)/);
    }
    expect(await chat.context.cookies()).toEqual([]);
    expect(await chat.storage()).toEqual({});
    expect(await chat.page.evaluate('indexedDB.databases()')).toEqual([]);
    expect(await chat.page.evaluate('caches.keys().catch(() => [])')).toEqual([]);
    expect(await chat.page.evaluate('navigator.serviceWorker?.getRegistrations().then((all) => all.length) ?? 0')).toBe(
      0,
    );
    expect(chat.complaints).toEqual([]);
  });

  it('a whole chat asks nothing of other hosts, sets no cookie, and breaks no security policy', async () => {
    chat = await ChatPage.open(browser, app.url, { lang });
    const tap = async (command: string): Promise<void> => {
      const heard = await chat?.page.locator('.message.bot').count();
      await chat?.page.locator(`#choices button[data-command="${command}"]`).click();
      await chat?.page
        .locator('.message.bot:not(.typing)')
        .nth(heard ?? 0)
        .waitFor();
    };
    await tap('topic.show:iom-what-is');
    await chat.page.click('#human');
    await chat.page.locator('#choices button[data-command="choice:consent=yes"]').waitFor();
    await tap('choice:consent=yes');
    await tap('choice:how=phone');
    await chat.write('0470 12 34 56');
    await chat.page.locator('#choices button[data-command^="choice:country"]').first().waitFor();
    await tap('choice:country=BE');
    for (const step of ['safe', 'message', 'name']) await tap(`choice:${step}=skip`);
    await tap('choice:review=send');
    await chat.page.locator('.card-receipt').waitFor();
    await chat.reload();
    await chat.page.locator('.card-receipt').waitFor();
    await tap('menu.show');

    expect(hostsOf(chat)).toEqual([new URL(app.url).host]);
    expect(await chat.context.cookies()).toEqual([]);
    expect(chat.complaints).toEqual([]);
    const kept = JSON.stringify(await chat.storage());
    expect(kept).not.toContain('0470');
    expect(kept).not.toMatch(/470\s?12/);
    expect(await chat.page.evaluate('Object.keys(localStorage)')).toEqual([]);
  });
});

describe('a visit without a word', () => {
  it('creates no conversation on the server', async () => {
    const before = countStored(app.dataDir, 'conversation');
    chat = await ChatPage.open(browser, app.url);
    await chat.page.waitForLoadState('networkidle');
    await chat.page.reload();
    await chat.page.waitForLoadState('networkidle');
    expect(countStored(app.dataDir, 'conversation')).toBe(before);
  });
});
