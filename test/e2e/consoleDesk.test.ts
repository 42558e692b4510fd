import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchChromium } from '#test/support/chromium.ts';
import { startConsolePages } from '#test/support/consolePages.ts';
import { type ConsoleServer, STAFF_PASSWORD } from '#test/support/consoleServer.ts';
import { waitFor } from '#test/support/waitFor.ts';

let browser: Browser;
let server: ConsoleServer;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

beforeEach(async () => {
  server = await startConsolePages();
  await server.addStaff('nora', { displayName: 'Nora', roles: ['lead'] });
  context = await browser.newContext({ locale: 'en' });
  page = await context.newPage();
});
afterEach(async () => {
  await context.close();
  await server.stop();
});

async function signIn(): Promise<void> {
  await page.goto(`${server.url}/staff`);
  await page.fill('[name=login]', 'nora');
  await page.fill('[name=password]', STAFF_PASSWORD);
  await page.press('[name=password]', 'Enter');
  await page.waitForURL('**/staff/requests');
}

const focused = () => page.evaluate('document.activeElement.textContent');
const focusedId = () => page.evaluate('document.activeElement.id');

describe('the list, live', () => {
  it('shows who came, and how many wait in its title, through the stream of events alone', async () => {
    // No timer runs on this page: whatever it learns, it is told.
    await page.clock.install();
    await page.clock.pauseAt(new Date(Date.now() + 60_000));
    await signIn();
    expect(await page.title()).toBe('Contact requests – Return Assistant, staff');
    const record = await server.submit({ name: 'CANARY' });
    await waitFor('the request', async () => {
      await page.clock.runFor(500);
      return (await page.locator(`text=${record.reference}`).count()) > 0;
    });
    expect(await page.title()).toBe('(1) Contact requests – Return Assistant, staff');
    const nora = await server.staffDirectory.findByLogin('nora');
    if (nora) await server.requestDesk.take(nora, record.id, 1);
    await waitFor('the empty list', async () => {
      await page.clock.runFor(500);
      return (await page.title()) === 'Contact requests – Return Assistant, staff';
    });
    expect(await page.textContent('#tab-mine')).toContain('1');
  });

  it('keeps the filter while it renews itself', async () => {
    await server.submit({ locale: 'fr' });
    await signIn();
    await page.click('.filters summary');
    await page.selectOption('select[name=language]', 'fr');
    await page.click('.filters button');
    await page.waitForURL('**language=fr**');
    const french = await server.submit({ locale: 'fr' });
    await server.submit({ locale: 'ar' });
    await page.waitForSelector(`text=${french.reference}`);
    await waitFor('the number in the title', async () => (await page.title()).startsWith('(3)'));
    expect(await page.locator('a.reference').count()).toBe(2);
  });
});

describe('the keyboard', () => {
  it('moves in the list, opens, takes and comes to the field of the chat', async () => {
    const first = await server.submit();
    await server.clock.advance({ minutes: 1 });
    const second = await server.submit({ means: { kind: 'chat' }, locale: 'fr' });
    await signIn();
    await page.keyboard.press('ArrowDown');
    expect(await focusedId()).not.toContain('open-');
    for (const key of ['j', 'j', 'j', 'ArrowUp', 'ArrowDown', 'k', 'ArrowDown']) await page.keyboard.press(key);
    expect(await focused()).toBe(second.reference);
    await page.keyboard.press('k');
    expect(await focused()).toBe(first.reference);
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/staff/requests/${second.id}`);
    await page.keyboard.press('r');
    await page.keyboard.press('t');
    await page.waitForSelector('text=The request is now yours.');
    await page.keyboard.press('r');
    expect(await page.evaluate('document.activeElement.tagName')).toBe('TEXTAREA');
    await page.keyboard.type('t?r/j');
    expect(await page.inputValue('#chat-form textarea')).toBe('t?r/j');
    expect(await page.isVisible('#shortcuts')).toBe(false);
  });

  it('searches from everywhere', async () => {
    const record = await server.submit({ name: 'Tesfay' });
    await signIn();
    await page.goto(`${server.url}/staff/requests/${record.id}`);
    await page.keyboard.press('/');
    await page.waitForURL('**/staff/requests#find');
    await waitFor('the field', async () => (await focusedId()) === 'find');
    await page.keyboard.type('tesfay');
    await page.keyboard.press('Enter');
    await page.waitForSelector(`text=${record.reference}`);
    expect(page.url()).not.toContain('tesfay');
  });

  it('explains itself, and can be switched off for good', async () => {
    await server.submit();
    await signIn();
    await page.click('#shortcuts-open');
    await page.keyboard.press('Escape');
    for (let i = 0; i < 2; i += 1) {
      await page.keyboard.press('?');
      await page.waitForSelector('#shortcuts[open]');
      await page.keyboard.press('j');
      await page.click('#shortcuts >> text=Close');
      await page.waitForSelector('#shortcuts', { state: 'hidden' });
    }
    await page.keyboard.press('?');
    await page.uncheck('#shortcuts-use');
    await page.keyboard.press('Escape');
    for (let i = 0; i < 2; i += 1) {
      for (const key of ['j', '?', '/']) await page.keyboard.press(key);
      expect(await page.isVisible('#shortcuts')).toBe(false);
      expect(await focusedId()).not.toContain('open-');
      await page.reload();
    }
    expect(await page.isChecked('#shortcuts-use')).toBe(false);
  });

  it('leaves the keys of the browser alone', async () => {
    await server.submit();
    await signIn();
    await page.keyboard.press('Control+j');
    await page.keyboard.press('Alt+j');
    expect(await focusedId()).not.toContain('open-');
  });
});

describe('on paper', () => {
  it('a request has neither buttons nor anything personal that was not asked for', async () => {
    const record = await server.submit({ name: 'CANARY-NAME', message: 'CANARY-TEXT' });
    await signIn();
    await page.goto(`${server.url}/staff/requests/${record.id}`);
    await page.emulateMedia({ media: 'print' });
    expect(await page.title()).toBe(`Request ${record.reference} – Return Assistant, staff`);
    expect(await page.locator('button:visible').count()).toBe(0);
    expect(await page.textContent('body')).not.toContain('CANARY');
    expect(await page.isVisible('.safety')).toBe(true);
  });
});
