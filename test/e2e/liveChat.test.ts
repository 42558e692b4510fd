import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { ChatPage } from '#test/support/chatPage.ts';
import { launchChromium } from '#test/support/chromium.ts';
import { takeDocImage } from '#test/support/docImage.ts';
import { COUNSELLOR_PASSWORD } from '#test/support/installation.ts';
import { type RunningApp, START_TIMEOUT_MS, startApp } from '#test/support/startApp.ts';
import { countStored, findTraces } from '#test/support/stored.ts';
import { waitFor } from '#test/support/waitFor.ts';

const SECRET_WORDS = 'هل يمكنني أن أعود مع أولادي الثلاثة وأختي؟';
const ANSWER = 'نعم، هذا ممكن، سنتكلم عنه معاً.';

let app: RunningApp;
let browser: Browser;
let chat: ChatPage;
let staff: Page;
let receipt: { readonly reference: string; readonly secret: string };

beforeAll(async () => {
  [app, browser] = await Promise.all([
    startApp({ staff: ['nora', 'jan'], env: { STAFF_CHAT_LANGUAGES: 'en,fr,ar', STAFF_CHAT_PATIENCE_MINUTES: '240' } }),
    launchChromium(),
  ]);
  chat = await ChatPage.open(browser, app.url, { lang: 'ar', locale: 'ar', hasTouch: true, isMobile: true });
  const context = await browser.newContext({ locale: 'fr', viewport: { width: 1180, height: 900 } });
  staff = await context.newPage();
}, START_TIMEOUT_MS);

afterAll(async () => {
  await browser?.close();
  await app?.end();
});

async function tap(command: string): Promise<void> {
  await chat.page.locator(`#choices button[data-command="${command}"]`).tap();
}

/** Everything staff have said on the person's screen, in order. */
const staffSaid = (page: Page = chat.page): Promise<string[]> =>
  page.locator('.message.staff .bubble').allTextContents();
/** The thread on the staff member's screen. */
const thread = (): Promise<string[]> => staff.locator('.thread .words').allTextContents();

async function staffSays(text: string): Promise<void> {
  await staff.fill('#chat-form textarea', text);
  await staff.press('#chat-form textarea', 'Enter');
  await waitFor(`“${text}” in the thread`, async () => (await thread()).includes(text));
}

describe('somebody in Arabic and a counsellor in French, in one chat', () => {
  it('a request for an answer in this chat reaches the mailbox and the list', async () => {
    await chat.page.locator('#human').tap();
    for (const command of ['choice:consent=yes', 'choice:how=chat', 'choice:hint=skip', 'choice:country=BE'])
      await tap(command);
    for (const command of ['choice:topic=money', 'choice:message=skip', 'choice:name=skip']) await tap(command);
    await tap('choice:review=send');
    const values = chat.page.locator('.card-receipt .value');
    await values.first().waitFor();
    const [reference = '', secret = ''] = (await values.allTextContents()).map((text) =>
      text.replace(/[\u2066-\u2069\s]/g, ''),
    );
    receipt = { reference, secret };
    await waitFor('the notice', () => app.installation.mail.raw.length > 0);

    await staff.goto(`${app.url}/staff`);
    await staff.fill('[name=login]', 'nora');
    await staff.fill('[name=password]', COUNSELLOR_PASSWORD);
    await staff.press('[name=password]', 'Enter');
    await staff.waitForURL('**/staff/requests');
    await takeDocImage(staff, 'staff-queue');
    await staff.click(`text=${reference}`);
    expect(await staff.locator('#chat-form').count()).toBe(0);
    await staff.click('form[action$="/take"] button');
    await staff.waitForSelector('#chat-form');
  });

  it('the assistant answers until somebody comes', async () => {
    await chat.write('ما هي المنظمة الدولية للهجرة؟');
    await chat.page.locator('.card-answer').last().waitFor();
    expect(await thread()).toEqual([]);
  });

  it('the counsellor picks a reply in French, and the person reads it in Arabic, under her name', async () => {
    await staff.selectOption('#canned', 'hello');
    const prepared = await staff.inputValue('#chat-form textarea');
    expect(prepared).toMatch(/[\u0600-\u06ff]/);
    await staff.press('#chat-form textarea', 'Enter');
    await chat.page.locator('.message.staff').first().waitFor();
    expect(await staffSaid()).toEqual([prepared]);
    expect(await chat.page.locator('.message.staff .name').first().textContent()).toBe('nora');
    // Announced before the first word, by the assistant, who then falls silent.
    const all = await chat.page.locator('.message.bot').allTextContents();
    expect(all.at(-2)).toContain('nora');
    await waitFor('the mark that it was seen', async () =>
      (await staff.locator('.thread .ours').textContent())?.includes('vu'),
    );
  });

  it('what the person writes reaches her at once, and the assistant says nothing', async () => {
    const before = await chat.page.locator('.message.bot').count();
    await chat.page.locator('#text').pressSequentially('س');
    await waitFor('“is writing”', async () => (await staff.textContent('#person-typing')) !== '');
    await chat.page.locator('#text').fill('');
    await chat.write(SECRET_WORDS);
    await waitFor('the words', async () => (await thread()).includes(SECRET_WORDS));
    expect(await chat.page.locator('.message.bot').count()).toBe(before);
    // Who is there now can leave: the button follows what happens.
    await staff.waitForSelector('form[action$="/hand-back"]');
    await takeDocImage(staff, 'staff-chat');
  });

  it('a half-written answer stays while new words arrive, and typing shows on the phone', async () => {
    await staff.locator('#chat-form textarea').pressSequentially('نعم');
    await chat.page.locator('.typing').waitFor();
    await chat.write('سؤال آخر');
    await waitFor('the next words', async () => (await thread()).includes('سؤال آخر'));
    expect(await staff.inputValue('#chat-form textarea')).toBe('نعم');
    await staffSays(ANSWER);
    await waitFor('the answer', async () => (await staffSaid()).includes(ANSWER));
    await takeDocImage(chat.page, 'chat-with-staff');
  });

  it('a cry for help shows the numbers once, as automatic, and marks the request', async () => {
    await chat.write('أريد أن أنتحر');
    const card = chat.page.locator('.card-crisis');
    await card.waitFor();
    await waitFor('the words', async () => (await thread()).includes('أريد أن أنتحر'));
    await staff.reload();
    expect(await staff.locator('.heading .mark.bad').count()).toBe(1);
    await staffSays('أنا هنا');
    expect(await card.count()).toBe(1);
  });

  it('nothing is lost or doubled when both lose the network', async () => {
    await chat.context.setOffline(true);
    await staff.context().setOffline(true);
    await chat.page.locator('#text').fill('من دون شبكة');
    await chat.page.locator('#send').tap();
    await staff.fill('#chat-form textarea', 'sans réseau');
    await staff.press('#chat-form textarea', 'Enter');
    await staff.waitForSelector('#chat-problem:not([hidden])');
    expect(await staff.inputValue('#chat-form textarea')).toBe('sans réseau');
    await staff.context().setOffline(false);
    await chat.context.setOffline(false);
    await staff.press('#chat-form textarea', 'Enter');
    await waitFor('both', async () => {
      const shown = await thread();
      return shown.includes('sans réseau') && shown.includes('من دون شبكة');
    });
    await waitFor('the answer', async () => (await staffSaid()).includes('sans réseau'));
    await chat.page.reload();
    await waitFor('the history', async () => (await staffSaid()).length === 4);
    expect(new Set(await thread()).size).toBe((await thread()).length);
    expect(new Set(await staffSaid()).size).toBe(4);
  });

  it('a colleague sees it and cannot answer beside her', async () => {
    const context = await browser.newContext({ locale: 'en' });
    const jan = await context.newPage();
    await jan.goto(staff.url());
    await jan.fill('[name=login]', 'jan');
    await jan.fill('[name=password]', COUNSELLOR_PASSWORD);
    await jan.press('[name=password]', 'Enter');
    await jan.waitForSelector('#chat-title');
    expect(await jan.locator('.thread').count()).toBe(0);
    await jan.click('#reveal-words');
    await jan.waitForSelector('.thread .words');
    expect(await jan.locator('#chat-form').count()).toBe(0);
    await context.close();
  });

  it('closing the page loses nothing: reference and code bring everything back', async () => {
    await chat.context.close();
    await staffSays('هل أنت هنا؟');
    chat = await ChatPage.open(browser, app.url, { lang: 'ar', locale: 'ar', hasTouch: true, isMobile: true });
    await chat.write('حالة طلب الاتصال');
    await chat.page.locator('#choices').first().waitFor();
    await chat.write(receipt.reference);
    await chat.page.locator('#choices button[data-command="choice:secret=back"]').waitFor();
    await chat.write(receipt.secret);
    await tap('choice:manage=read');
    await chat.hears('هل أنت هنا؟');
    await chat.write('نعم عدت');
    await waitFor('the words', async () => (await thread()).includes('نعم عدت'));
    await staffSays('أهلا بعودتك');
    await waitFor('the answer here', async () => (await staffSaid()).includes('أهلا بعودتك'));
  });

  it('the counsellor closes the request, and the person says one word about it', async () => {
    await staff.reload();
    await staff.selectOption('form[action$="/resolve"] select', 'reached');
    await staff.click('form[action$="/resolve"] button');
    await staff.waitForSelector('.status.resolved');
    await tap('rating.give:good');
    await waitFor('the rating', () => countStored(app.dataDir, 'rating') === 1);
  });

  it('the person takes a copy of everything, and deletes it without a trace', async () => {
    await chat.write('حالة طلب الاتصال');
    await chat.page.locator('#choices').first().waitFor();
    await chat.write(receipt.reference);
    await chat.page.locator('#choices button[data-command="choice:secret=back"]').waitFor();
    await chat.write(receipt.secret);
    await tap('choice:manage=export');
    const [download] = await Promise.all([chat.page.waitForEvent('download'), chat.page.locator('.save').last().tap()]);
    const copy = JSON.parse((await (await download.createReadStream()).toArray()).join('')) as {
      readonly reference: string;
      readonly messages: readonly { readonly text: string }[];
    };
    expect(copy.reference).toBe(receipt.reference);
    expect(copy.messages.map(({ text }) => text)).toContain(SECRET_WORDS);

    await chat.write('حالة طلب الاتصال');
    await chat.page.locator('#choices').first().waitFor();
    await chat.write(receipt.reference);
    await chat.page.locator('#choices button[data-command="choice:secret=back"]').waitFor();
    await chat.write(receipt.secret);
    await tap('choice:manage=erase');
    await tap('choice:confirm=yes');
    await waitFor('the erasure', () => countStored(app.dataDir, 'thread_message') === 0);
    expect(findTraces(app.dataDir, [SECRET_WORDS, ANSWER, receipt.secret])).toEqual([]);
    const log = app.log.join('');
    for (const canary of [SECRET_WORDS, ANSWER, receipt.secret]) expect(log).not.toContain(canary);
    const mails = JSON.stringify(await app.installation.mail.parsed());
    for (const canary of [SECRET_WORDS, ANSWER]) expect(mails).not.toContain(canary);
    expect(chat.complaints).toEqual([]);
  });
});
