import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { ChatPage } from '#test/support/chatPage.ts';
import { launchChromium } from '#test/support/chromium.ts';
import { type RunningApp, START_TIMEOUT_MS, startApp } from '#test/support/startApp.ts';
import { countStored } from '#test/support/stored.ts';

let browser: Browser;
let app: RunningApp;

beforeAll(async () => {
  browser = await launchChromium();
  app = await startApp({ staff: ['nora'] });
}, START_TIMEOUT_MS);

afterAll(async () => {
  await browser?.close();
  await app?.end();
});

/** Taps the button of a step of the form; they say it in the person's language, the command is the same. */
async function tapCommand(chat: ChatPage, command: string): Promise<void> {
  await chat.page.locator(`#choices button[data-command="${command}"]`).click();
}

async function waitForCommand(chat: ChatPage, command: string): Promise<void> {
  await chat.page.locator(`#choices button[data-command="${command}"]`).waitFor();
}

describe.each([
  ['en', 'How do I apply for voluntary return?', 'I want to kill myself', 'tel:080032745'],
  ['fr', 'Comment demander le retour volontaire ?', 'Je veux me suicider', 'tel:080032745'],
  ['ar', 'كيف أقدم طلب العودة الطوعية؟ من أين أبدأ؟', 'أريد أن أنتحر', 'tel:080032745'],
])('the whole assistant in a browser, %s', (lang, question, cry, freeLine) => {
  it('answers with source and date, and a cry for help with the number to call', async () => {
    const chat = await ChatPage.open(browser, app.url, { lang });
    await chat.write(question);
    const answer = chat.page.locator('.card-answer').first();
    await answer.waitFor();
    expect(await answer.locator(`a[href="${freeLine}"]`).count()).toBeGreaterThan(0);
    expect(await answer.locator('.print a[href^="https://"]').count()).toBe(1);
    expect(await answer.locator('.print').textContent()).toMatch(/20\d\d/);
    expect(await chat.page.locator('.message.bot').last().getAttribute('lang')).toBe(lang);

    await chat.write(cry);
    const crisis = chat.page.locator('.card-crisis');
    await crisis.waitFor();
    expect(await crisis.locator('a[href="tel:112"]').count()).toBeGreaterThan(0);
    const order = await crisis.evaluate((card) => {
      const first = card.querySelector('p');
      return first?.querySelector('a')?.getAttribute('href');
    });
    expect(order).toBe('tel:112');
    expect(chat.complaints).toEqual([]);
    await chat.close();
  });

  it('takes a contact request by taps and words alone, through a reload, to a receipt', async () => {
    const before = countStored(app.dataDir, 'contact_request');
    const chat = await ChatPage.open(browser, app.url, { lang });
    await chat.page.click('#human');
    await tapCommand(chat, 'choice:consent=yes');
    await tapCommand(chat, 'choice:how=phone');
    await waitForCommand(chat, 'choice:value=back');
    await chat.write('0470 12 34 56');
    await tapCommand(chat, 'choice:country=BE');
    await tapCommand(chat, 'choice:topic=skip');
    await chat.reload();
    await tapCommand(chat, 'choice:safe=callOnly');
    await tapCommand(chat, 'choice:message=skip');
    await waitForCommand(chat, 'choice:name=skip');
    await chat.write('أحمد');
    await chat.page.locator('.card-summary').waitFor();
    expect(await chat.page.locator('.card-summary').textContent()).toContain('+32470123456');
    expect(countStored(app.dataDir, 'contact_request')).toBe(before);
    await tapCommand(chat, 'choice:review=send');
    const codes = chat.page.locator('.card-receipt .value');
    await codes.nth(1).waitFor();
    expect(await codes.nth(0).textContent()).toMatch(/^[0-9A-Z]{8}$/);
    expect(await codes.nth(1).textContent()).toMatch(/^\d{4}( \d{4}){3}$/);
    expect(countStored(app.dataDir, 'contact_request')).toBe(before + 1);
    expect(chat.complaints).toEqual([]);
    await chat.close();
  });
});

describe('the whole assistant in a browser', () => {
  it('keeps what was filled in when the language is switched inside the form', async () => {
    const chat = await ChatPage.open(browser, app.url);
    await chat.page.click('#human');
    await tapCommand(chat, 'choice:consent=yes');
    await tapCommand(chat, 'choice:how=email');
    await waitForCommand(chat, 'choice:value=back');
    await chat.page.locator('#languages summary').click();
    await chat.page.locator('#languages a[lang=ar]').click();
    await chat.page.locator('.message.bot[lang=ar]').first().waitFor();
    await chat.write('amir@example.org');
    await tapCommand(chat, 'choice:country=LU');
    await waitForCommand(chat, 'choice:topic=skip');
    expect(await chat.page.locator('html').getAttribute('dir')).toBe('rtl');
    expect(await chat.page.locator('.message.bot').last().getAttribute('dir')).toBe('rtl');
    await chat.close();
  });

  it('deletes the chat everywhere when asked to', async () => {
    const chat = await ChatPage.open(browser, app.url);
    await chat.write('delete my chat');
    await tapCommand(chat, 'chat.deleteYes');
    await chat.waitForText('.note', 'The chat was deleted');
    expect(await chat.transcript()).toHaveLength(1);
    expect(await chat.storage()).toEqual({});
    await chat.reload();
    expect(await chat.transcript()).toEqual([]);
    await chat.close();
  });

  it('offers every button that stands on the page before the chat', async () => {
    const first = await ChatPage.open(browser, app.url);
    const titles = await first.buttons();
    await first.close();
    expect(titles.length).toBeGreaterThanOrEqual(4);
    for (const title of titles) {
      const chat = await ChatPage.open(browser, app.url);
      await chat.tap(title);
      await chat.page.locator('.message.bot:not(#welcome):not(.typing)').first().waitFor();
      expect((await chat.transcript()).at(-1)).not.toContain('did not understand');
      await chat.close();
    }
  });
});
