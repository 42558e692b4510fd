import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { ChatPage } from '#test/support/chatPage.ts';
import { type ChatPages, startChatPages } from '#test/support/chatPages.ts';
import { launchChromium } from '#test/support/chromium.ts';
import { ScriptedBot } from '#test/support/scriptedBot.ts';

let browser: Browser;
let pages: ChatPages;
let demonstration: ChatPages;

beforeAll(async () => {
  browser = await launchChromium();
  pages = await startChatPages({ bot: new ScriptedBot() });
  demonstration = await startChatPages({ bot: new ScriptedBot(), isDemonstration: true });
});

afterAll(async () => {
  await browser?.close();
  await pages?.stop();
  await demonstration?.stop();
});

describe('the page before the first tap', () => {
  it('starts no conversation, stores nothing, and talks to no other host', async () => {
    const chat = await ChatPage.open(browser, pages.url);
    await chat.page.locator('#help summary').click();
    await chat.page.locator('#languages summary').click();
    await chat.page.fill('#text', 'not sent yet');

    expect(pages.network.count('POST', /./)).toBe(0);
    expect(pages.network.count('UPGRADE', /./)).toBe(0);
    expect(await chat.storage()).toEqual({});
    expect(await chat.context.cookies()).toEqual([]);
    expect(
      await chat.page.evaluate(async () => (await indexedDB.databases()).length + (await caches.keys()).length),
    ).toBe(0);
    expect(new Set(chat.requests.map((request) => new URL(request.url()).origin))).toEqual(new Set([pages.url]));
    expect(chat.complaints).toEqual([]);
    await chat.close();
  });

  it('costs at most 25 kB with everything it needs', async () => {
    const chat = await ChatPage.create(browser, pages.url);
    const cdp = await chat.context.newCDPSession(chat.page);
    await cdp.send('Network.enable');
    const bytes: number[] = [];
    cdp.on('Network.loadingFinished', (event) => bytes.push(event.encodedDataLength));
    await chat.goto('fr');
    await chat.page.waitForLoadState('networkidle');

    const total = bytes.reduce((sum, size) => sum + size, 0);
    expect(bytes.length).toBeGreaterThanOrEqual(3);
    expect(total).toBeGreaterThan(5_000);
    expect(total).toBeLessThanOrEqual(25_000);
    await chat.close();
  });

  it('says who speaks before any script, with numbers to tap, in each language', async () => {
    // Programme and no person, IOM, free, voluntary, decides nothing (M-34).
    for (const [lang, ...words] of [
      ['en', 'automatic assistant, not a person', 'IOM', 'free', 'your own choice', 'I decide nothing'],
      [
        'fr',
        'assistant automatique, pas une personne',
        'OIM',
        'gratuit',
        'Le choix de rentrer est le vôtre',
        'Je ne décide de rien',
      ],
      ['ar', 'مساعد آلي، ولست إنساناً', 'المنظمة الدولية للهجرة', 'مجاني', 'قرار العودة لك وحدك', 'لا أقرر شيئاً'],
    ] as const) {
      const chat = await ChatPage.create(browser, pages.url, { javaScriptEnabled: false });
      await chat.page.goto(`${pages.url}/?lang=${lang}`);
      const welcome = await chat.page.locator('#welcome').textContent();
      for (const word of words) expect(welcome).toContain(word);
      expect(await chat.page.locator('#welcome a[href="tel:112"]').count()).toBe(1);
      expect(await chat.page.locator('.noscript a[href="tel:080032745"]').isVisible()).toBe(true);
      await chat.page.locator('#help summary').click();
      expect(await chat.page.locator('#help a[href="tel:113"]').isVisible()).toBe(true);
      await chat.page.locator('#languages summary').click();
      expect(await chat.page.locator('#languages a').count()).toBeGreaterThanOrEqual(3);
      expect(await chat.page.locator('html').getAttribute('dir')).toBe(lang === 'ar' ? 'rtl' : 'ltr');
      await chat.close();
    }
  });

  it('bears a title, an address and an icon that tell nobody what it is about', async () => {
    const chat = await ChatPage.open(browser, pages.url);
    const head = await chat.page.evaluate(() => document.head.outerHTML);
    expect(await chat.page.title()).toBe('Chat');
    expect(head).not.toMatch(/return|IOM|migra|asyl/i);
    await chat.close();
  });

  it('speaks the language of the browser, and another one by menu without a step back in the history', async () => {
    const chat = await ChatPage.create(browser, pages.url, { locale: 'fr-BE' });
    await chat.page.goto(`${pages.url}/`);
    await chat.ready();
    expect(await chat.page.locator('html').getAttribute('lang')).toBe('fr');
    const steps = await chat.page.evaluate(() => history.length);

    await chat.page.locator('#languages summary').click();
    await chat.page.getByText('العربية').click();
    await chat.page.waitForURL('**/?lang=ar');
    await chat.ready();

    expect(await chat.page.locator('html').getAttribute('dir')).toBe('rtl');
    expect(await chat.page.evaluate(() => history.length)).toBe(steps);
    expect(pages.network.count('POST', /./)).toBe(0);
    await chat.close();
  });

  it('says in the language of the person that a demonstration is none of IOM’s, and only there', async () => {
    for (const [lang, words] of [
      ['en', 'not run by IOM'],
      ['fr', 'non gérée par l’OIM'],
      ['ar', 'لا تديرها'],
    ] as const) {
      const chat = await ChatPage.open(browser, demonstration.url, { lang });
      await chat.waitForText('.banner', words);
      expect(await chat.page.locator('#welcome .demo').isVisible()).toBe(true);
      await chat.close();
    }
    const operated = await ChatPage.open(browser, pages.url);
    expect(await operated.page.locator('.banner, .demo').count()).toBe(0);
    await operated.close();
  });
});
