import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { ChatPage } from '#test/support/chatPage.ts';
import { launchChromium } from '#test/support/chromium.ts';
import { COUNSELLOR_PASSWORD } from '#test/support/installation.ts';
import { type RunningApp, START_TIMEOUT_MS, startApp } from '#test/support/startApp.ts';
import { countStored, findTraces } from '#test/support/stored.ts';
import { waitFor } from '#test/support/waitFor.ts';

const NAME = 'CANARY-NAME أمل';
const MESSAGE = 'CANARY-MESSAGE كم يستغرق ذلك؟';
const WHEN = 'CANARY-WHEN غداً بعد الساعة السادسة مساءً';
const QUESTION = 'كيف أقدم طلب العودة الطوعية؟ من أين أبدأ؟';
/** As typed, as stored, and as two counsellors would write it. */
const NUMBERS = ['٠٤٧٠ ٩٩ ٩٩ ٩٩', '+32470999999', '+32 470 99 99 99', '0470999999'] as const;
const CANARIES = [NAME, MESSAGE, WHEN, 'CANARY', ...NUMBERS, '470999999', '470 99 99 99'];

let app: RunningApp;
let browser: Browser;
/** A first try that hangs is given up after 30 s, and the second comes up to 36 s later: twice that. */
const NOTICE_TIMEOUT_MS = 140_000;

let chat: ChatPage;
let staff: Page;
let receipt: { readonly reference: string; readonly secret: string };

beforeAll(async () => {
  [app, browser] = await Promise.all([startApp({ staff: ['nora'] }), launchChromium()]);
  chat = await ChatPage.open(browser, app.url, { lang: 'ar', locale: 'ar', hasTouch: true, isMobile: true });
  const context = await browser.newContext({ locale: 'fr' });
  staff = await context.newPage();
}, START_TIMEOUT_MS);

afterAll(async () => {
  await browser?.close();
  await app?.end();
});

async function waitForChoice(command: string): Promise<void> {
  await chat.page.locator(`#choices button[data-command="${command}"]`).waitFor();
}

async function tap(command: string, next?: string): Promise<void> {
  await chat.page.locator(`#choices button[data-command="${command}"]`).tap();
  if (next !== undefined) await waitForChoice(next);
}

async function write(text: string, next: string): Promise<void> {
  await chat.write(text);
  await waitForChoice(next);
}

const staffText = async (): Promise<string> => (await staff.textContent('main')) ?? '';

describe('a person and a counsellor, from the first look to the last trace', () => {
  it('a page in Arabic says who speaks, that it is free, and whom to call in danger', async () => {
    expect(await chat.page.getAttribute('html', 'dir')).toBe('rtl');
    const welcome = (await chat.page.textContent('#welcome')) ?? '';
    expect(welcome).toContain('IOM');
    expect(await chat.page.locator('a[href="tel:112"]').count()).toBeGreaterThan(0);
  });

  it('a question is answered in Arabic, with its source', async () => {
    await chat.write(QUESTION);
    const answer = chat.page.locator('.card-answer').last();
    await answer.waitFor();
    expect(await answer.locator('.print a[href^="https://"]').count()).toBe(1);
    expect((await answer.textContent()) ?? '').toMatch(/[\u0600-\u06ff]{3}/);
  });

  it('a cry for help is answered at once with the number to call', async () => {
    await chat.write('أريد أن أنتحر');
    const card = chat.page.locator('.card-crisis').last();
    await card.waitFor();
    expect(await card.locator('a.tel').count()).toBeGreaterThan(0);
  });

  it('a request is made by buttons and words, in the person’s own digits, and gets a receipt', async () => {
    await chat.page.locator('#human').tap();
    await waitForChoice('choice:consent=yes');
    expect(countStored(app.dataDir, 'contact_request')).toBe(0);
    await write('نعم', 'choice:how=phone');
    await tap('choice:how=phone', 'choice:value=back');
    await write(NUMBERS[0], 'choice:country=BE');
    await tap('choice:country=BE', 'choice:safe=callOnly');
    await write(WHEN, 'choice:safe=callOnly');
    await chat.hears(WHEN);
    await tap('choice:safe=callOnly', 'choice:message=skip');
    await write(MESSAGE, 'choice:name=skip');
    await write(NAME, 'choice:review=send');
    const review = chat.page.locator('.card-summary').last();
    expect(await review.textContent()).toContain(NAME);
    expect(await review.textContent()).toContain(NUMBERS[1]);
    await chat.write('إرسال');

    const values = chat.page.locator('.card-receipt .value');
    await values.first().waitFor();
    const [reference = '', secret = ''] = (await values.allTextContents()).map((text) =>
      text.replace(/[\u2066-\u2069\s]/g, ''),
    );
    receipt = { reference, secret };
    expect(reference).toMatch(/^[0-9A-Z]{8}$/);
    expect(secret).toMatch(/^\d{16}$/);
  });

  it(
    'the counsellors’ mailbox gets a notice that says nothing about the person',
    async () => {
      await waitFor('the notice', () => app.installation.mail.raw.length > 0, NOTICE_TIMEOUT_MS).catch(
        (error: unknown) => {
          throw new Error(`No notice came; the log says:\n${app.log.slice(-20).join('')}`, { cause: error });
        },
      );
      const [mail] = await app.installation.mail.parsed();
      expect(app.installation.mail.recipients).toEqual([['brussels@iom.example']]);
      expect(mail?.subject).toContain(receipt.reference);
      const whole = `${app.installation.mail.raw[0]} ${mail?.text} ${mail?.subject} ${mail?.html}`;
      for (const canary of [...CANARIES, receipt.secret, QUESTION]) expect(whole).not.toContain(canary);
      // Nor the subject of the question.
      expect(mail?.text).not.toMatch(/apply|return|voluntary|phone|suicid/i);
    },
    2 * NOTICE_TIMEOUT_MS,
  );

  it('the counsellor signs in, in French, and finds it in the list without any personal word', async () => {
    await staff.goto(`${app.url}/staff`);
    expect(await staff.getAttribute('html', 'lang')).toBe('fr');
    await staff.fill('[name=login]', 'nora');
    await staff.fill('[name=password]', COUNSELLOR_PASSWORD);
    await staff.press('[name=password]', 'Enter');
    await staff.waitForURL('**/staff/requests');
    const list = await staffText();
    expect(list).toContain(receipt.reference);
    for (const canary of CANARIES) expect(list).not.toContain(canary);
  });

  it('reads first what keeps the person safe, then takes and resolves the request', async () => {
    await staff.click(`text=${receipt.reference}`);
    await staff.waitForSelector('.safety');
    const safety = (await staff.textContent('.safety')) ?? '';
    expect(safety).toContain('CANARY-WHEN');
    const masked = await staffText();
    for (const secret of ['CANARY-NAME', 'CANARY-MESSAGE', '99 99 99']) expect(masked).not.toContain(secret);

    await staff.click('#reveal-words');
    await staff.waitForSelector('text=CANARY-MESSAGE');
    const text = await staffText();
    expect(text.indexOf('CANARY-WHEN')).toBeLessThan(text.indexOf('CANARY-NAME'));
    expect(text).not.toContain('99 99 99');

    await staff.click('#reveal-means');
    await staff.waitForSelector(`text=${NUMBERS[2]}`);
    await staff.click('form[action$="/take"] button');
    await staff.waitForSelector('.status.open');
    await staff.selectOption('form[action$="/resolve"] select', 'reached');
    await staff.click('form[action$="/resolve"] button');
    await staff.waitForSelector('.status.resolved');
  });

  it('the person looks the request up with reference and code, in their own digits, and deletes it', async () => {
    await tap('status.start', 'stop');
    await write(receipt.reference, 'choice:secret=back');
    const arabicDigits = receipt.secret.replace(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit)));
    await write(arabicDigits, 'choice:manage=erase');
    const card = chat.page.locator('.card-summary').last();
    expect(await card.textContent()).toContain('مغلق');
    await tap('choice:manage=erase', 'choice:confirm=yes');
    await tap('choice:confirm=yes');
    await chat.hears('تم حذف طلبك');
    expect(countStored(app.dataDir, 'contact_request')).toBe(0);

    await staff.reload();
    expect(await staffText()).not.toContain('CANARY');
    await staff.goto(`${app.url}/staff/requests`);
    expect(await staffText()).not.toContain(receipt.reference);
  });

  it('leaves no trace in database file, write-ahead log, journal, logs and mails', async () => {
    // What does lie there is found: the search itself works.
    expect(findTraces(app.dataDir, ['contact_request'])).not.toEqual([]);
    expect(findTraces(app.dataDir, [...CANARIES, receipt.secret])).toEqual([]);
    const log = app.log.join('');
    expect(log).toContain('contact request stored');
    for (const canary of [...CANARIES, receipt.secret, QUESTION]) expect(log).not.toContain(canary);
    expect(chat.complaints).toEqual([]);
    await app.stop();
    expect(findTraces(app.dataDir, [...CANARIES, receipt.secret, receipt.reference])).toEqual([]);
    expect(app.installation.mail.raw).toHaveLength(1);
  });
});
