import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchChromium } from '#test/support/chromium.ts';
import { startConsolePages } from '#test/support/consolePages.ts';
import { type ConsoleServer, STAFF_PASSWORD } from '#test/support/consoleServer.ts';

let browser: Browser;
let server: ConsoleServer;
let context: BrowserContext;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  [browser, server] = await Promise.all([launchChromium(), startConsolePages()]);
  await server.addStaff('nora', { displayName: 'Nora', roles: ['lead', 'auditor'] });
});

afterAll(async () => {
  await browser.close();
  await server.stop();
});

beforeEach(async () => {
  context = await browser.newContext({ locale: 'en' });
  page = await context.newPage();
  complaints = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
});

afterEach(() => context.close());

async function signIn(on: Page = page): Promise<void> {
  await on.goto(`${server.url}/staff`);
  await on.fill('[name=login]', 'nora');
  await on.fill('[name=password]', STAFF_PASSWORD);
  await on.press('[name=password]', 'Enter');
  await on.waitForURL('**/staff/requests');
}

const body = async (on: Page = page) => (await on.textContent('body')) ?? '';

describe('a working day in the console', () => {
  it('goes from sign-in to sign-out, and Back shows nothing', async () => {
    const record = await server.submit({ name: 'Amir', message: 'How long does it take?' });
    await signIn();
    await page.click(`text=${record.reference}`);
    expect(await page.textContent('.safety')).toContain('Is it safe to call?');
    expect(await body()).not.toContain('+32 470 12 34 56');

    await page.click('#reveal-means');
    await page.waitForSelector('text=+32 470 12 34 56');

    await page.click('text=Take this request');
    await page.waitForSelector('text=The request is now yours.');
    expect(await body()).not.toContain('+32 470 12 34 56');

    await page.fill('textarea[name=text]', 'Called, will call again.');
    await page.click('text=Add the note');
    await page.waitForSelector('.notes >> text=Called, will call again.');

    await page.selectOption('select[name=reason]', 'reached');
    await page.click('text=Mark as resolved');
    await page.waitForSelector('text=The request is resolved.');
    expect(await page.textContent('.timeline')).toContain('Resolved – The person was reached');

    await page.click('.account summary');
    await page.click('text="Sign out"');
    await page.waitForSelector('text=You are signed out.');
    for (let i = 0; i < 4; i += 1) {
      // The page with the number came from a form: the browser shows an own page that asks whether to send it again.
      await page.goBack().catch(() => undefined);
      const shown = await body();
      for (const secret of [record.reference, 'Amir', 'How long does it take?', '470']) {
        expect(shown).not.toContain(secret);
      }
    }
    const unexpected = complaints.filter((text) => !text.includes('401'));
    expect(unexpected).toEqual([]);
  });

  it('works by keyboard alone', async () => {
    const record = await server.submit();
    await signIn();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.className')).toBe('skip');
    await page.keyboard.press('Enter');
    for (let i = 0; i < 30; i += 1) {
      await page.keyboard.press('Tab');
      if ((await page.evaluate('document.activeElement.textContent')) === record.reference) break;
    }
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/staff/requests/${record.id}`);
    await page.focus('text=Take this request');
    await page.keyboard.press('Enter');
    await page.waitForSelector('text=The request is now yours.');
  });

  it('works without script', async () => {
    const record = await server.submit();
    const plain = await browser.newContext({ javaScriptEnabled: false, locale: 'fr' });
    const other = await plain.newPage();
    await signIn(other);
    await other.goto(`${server.url}/staff/requests/${record.id}`);
    await other.click('text=Prendre cette demande');
    await other.waitForSelector('text=Vous suivez maintenant cette demande.');
    await plain.close();
  });

  it('opens a link from another site without asking to sign in again', async () => {
    const record = await server.submit();
    await signIn();
    const mail = `<a href="${server.url}/staff/requests/${record.id}">open</a>`;
    await page.goto(`data:text/html,${encodeURIComponent(mail)}`);
    await page.click('a');
    await page.waitForSelector(`h1 >> text=${record.reference}`);
  });
});

describe('the list', () => {
  it('renews itself and keeps the focus', async () => {
    await page.clock.install();
    await signIn();
    await page.focus('#tab-mine');
    const record = await server.submit();
    await page.clock.fastForward(16_000);
    await page.waitForSelector(`text=${record.reference}`);
    expect(await page.evaluate('document.activeElement.id')).toBe('tab-mine');
    expect(await page.textContent('#live-news')).toBe('The list has changed.');
    expect(complaints).toEqual([]);
  });
});

describe('an unused session', () => {
  it('is announced, can be kept, and clears the screen when it ends', async () => {
    await page.clock.install();
    const record = await server.submit();
    await signIn();
    await page.goto(`${server.url}/staff/requests/${record.id}`);
    await server.clock.advance({ minutes: 13.5 });
    await page.clock.fastForward(13.5 * 60_000);
    await page.waitForSelector('#idle-warning:not([hidden])');
    await page.click('#idle-stay');
    await page.waitForSelector('#idle-warning', { state: 'hidden' });

    await server.clock.advance({ minutes: 14 });
    expect((await page.reload())?.status()).toBe(200);

    await server.clock.advance({ minutes: 15 });
    await page.clock.fastForward(15 * 60_000);
    await page.waitForSelector('text=Your session has ended.');
    expect(await body()).not.toContain(record.reference);
  });

  it('lives on while somebody writes', async () => {
    await page.clock.install();
    const record = await server.submit();
    await signIn();
    await page.goto(`${server.url}/staff/requests/${record.id}`);
    for (let minute = 0; minute < 20; minute += 5) {
      await server.clock.advance({ minutes: 5 });
      await page.clock.fastForward(5 * 60_000);
      const touched = page.waitForResponse((response) => !response.request().headers()['x-background']);
      await page.locator('textarea').pressSequentially('a');
      expect((await touched).status()).toBe(200);
    }
    expect(await page.inputValue('textarea')).toBe('aaaa');
  });
});
