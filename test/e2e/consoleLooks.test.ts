import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { TopicId } from '#src/domain/topic.ts';
import { createQuestionKeeper } from '#src/questions/questionKeeper.ts';
import { launchChromium } from '#test/support/chromium.ts';
import { startConsolePages } from '#test/support/consolePages.ts';
import { type ConsoleServer, STAFF_PASSWORD } from '#test/support/consoleServer.ts';
import { FakeNotifier } from '#test/support/fakeNotifier.ts';
import { countSomeWeeks } from '#test/support/someWeeks.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser: Browser;
let server: ConsoleServer;
let paths: readonly string[];

const mail = new FakeNotifier({ name: 'smtp', failures: ['delivery_rejected'] });
const desk = new FakeNotifier({ name: 'webhook', outages: 3 });

beforeAll(async () => {
  [browser, server] = await Promise.all([
    launchChromium(),
    startConsolePages({ isDemonstration: true, notifiers: [mail, desk], readingLimits: { pages: 2, reveals: 40 } }),
  ]);
  const nora = await server.addStaff('nora', {
    displayName: 'Nora Ö. van den Berg',
    roles: ['lead', 'auditor', 'editor', 'administrator'],
  });
  await server.addStaff('long', { displayName: 'A colleague whose name is rather long, as names sometimes are' });
  const wordy = await server.submit({
    name: 'Muhammad Abdurrahman ibn Abdulaziz al-Something-Very-Long-Without-Any-End',
    message: `${'a'.repeat(200)} ${'شكرا جزيلا '.repeat(20)}`,
    safeContact: { safeToCall: 'no', leaveMessage: 'unsaid', when: 'after six, but not on Fridays' },
    wishes: { interpreter: 'Dari', counsellorGender: 'woman', spokenLanguage: 'Tigrinya' },
  });
  const urgent = await server.submit({ kind: 'minor', locale: 'en', country: 'LU', means: { kind: 'chat' } });
  await server.unitOfWork.run(({ requests }) => requests.setNoticeState(urgent.id, 'undelivered'));
  await server.requestDesk.note(nora, wordy.id, 'b'.repeat(300));
  await server.worker.drain();
  const closed = await server.submit();
  await server.requestDesk.take(nora, closed.id, 1);
  await server.requestDesk.resolve(nora, closed.id, 2, 'notReached');
  const keeper = createQuestionKeeper({ ...server, knowsWord: () => true });
  const sentences = [
    'can my dog fly with me',
    'can my dogs fly with me',
    `where ${'very '.repeat(20)}long`,
    'asdf qwer',
  ];
  for (const [i, text] of sentences.entries()) {
    await keeper.keep({ conversationId: `c${i}`, activityId: 'a', locale: 'en', text });
    await keeper.keep({ conversationId: `c${i}`, activityId: 'b', locale: 'ar', text: 'كيف اخذ كلبي معي في الطائرة' });
  }
  const [sorted] = (await server.unitOfWork.run(({ questions }) => questions.list('en', 1))).map(({ id }) => id);
  await server.unitOfWork.run(({ questions }) => questions.assign('en', [sorted ?? ''], 'apply-how' as TopicId));
  await countSomeWeeks(server, 3);
  const chat = await server.submit({ means: { kind: 'chat' }, locale: 'fr' });
  await server.requestDesk.take(nora, chat.id, 1);
  await server.liveChatDesk.send(nora, chat.id, 'f1', 'Bonjour, je suis là. '.repeat(10));
  await server.clock.advance({ hours: 25 });
  for (const { id } of [wordy, closed]) await server.requestDesk.open(nora, id);
  paths = [
    '/staff/requests',
    '/staff/requests?queue=closed',
    '/staff/requests?queue=overdue&language=ar&topic=applying',
    '/staff/requests?queue=mine',
    `/staff/requests/${wordy.id}`,
    `/staff/requests/${urgent.id}?result=stale`,
    `/staff/requests/${closed.id}`,
    `/staff/requests/${chat.id}`,
    '/staff/requests/unknown',
    '/staff/reports',
    '/staff/reports?language=fr&weeks=52',
    '/staff/questions',
    '/staff/questions?language=en&result=noTopic',
    '/staff/questions?language=ar',
    '/staff/audit',
    '/staff/people?result=own',
  ];
});

afterAll(async () => {
  await browser.close();
  await server.stop();
});

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}

async function findBarriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const { violations } = (await page.evaluate(
    "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })",
  )) as AxeResult;
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}

describe.each([
  ['a desk in English', 'en', { width: 1280, height: 900 }, 'light'],
  ['a desk in French at night', 'fr', { width: 1280, height: 900 }, 'dark'],
  ['a phone in French', 'fr', { width: 375, height: 812 }, 'light'],
  ['a small phone in English at night', 'en', { width: 320, height: 640 }, 'dark'],
] as const)('on %s', (_where, locale, viewport, colorScheme) => {
  it('every page fits, has no barrier, and knows its language', async () => {
    // axe is put into the page by evaluation; the policy of the pages themselves is held by the other tests.
    const context = await browser.newContext({ locale, viewport, colorScheme, bypassCSP: true });
    const page = await context.newPage();
    const problems: string[] = [];
    const look = async (path: string): Promise<void> => {
      const extra = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      if (Number(extra) > 0) problems.push(`${path}: ${String(extra)} px too wide`);
      for (const barrier of await findBarriers(page)) problems.push(`${path}: ${barrier}`);
      expect(await page.getAttribute('html', 'lang')).toBe(locale);
    };
    await page.goto(`${server.url}/staff`);
    await look('/staff');
    await page.fill('[name=login]', 'nora');
    await page.fill('[name=password]', STAFF_PASSWORD);
    await page.press('[name=password]', 'Enter');
    await page.waitForURL('**/staff/requests');
    for (const path of paths) {
      await page.goto(server.url + path);
      await page.click('.account summary');
      for (const more of await page.locator('.danger summary:visible, .more summary:visible').all()) await more.click();
      for (const closed of await page.locator('.filters:not([open]) summary').all()) await closed.click();
      for (const summary of await page.locator('.figure summary').all()) await summary.click();
      await look(path);
    }
    await page.goto(server.url + (paths[4] ?? ''));
    await page.click('#reveal-means');
    await page.waitForSelector('.value:not(.masked)');
    await page.click('#reveal-words');
    await page.waitForSelector('blockquote .words');
    expect(await page.locator('.masked').count()).toBe(0);
    await look('revealed');
    for (const words of ['Muhammad', 'Nobodyelse']) {
      await page.goto(`${server.url}/staff/requests`);
      await page.fill('#find', words);
      await page.press('#find', 'Enter');
      await page.waitForSelector('main [role=status]');
      await look(`search for ${words}`);
    }
    await page.keyboard.press('?');
    await page.waitForSelector('#shortcuts[open]');
    await look('the help for the keyboard');
    await page.keyboard.press('Escape');
    await page.click('.account summary');
    await page.click('form[action$="set-up"] button');
    await page.waitForSelector('.qr');
    await look('/staff/second-step');
    await context.close();
    expect(problems).toEqual([]);
  });
});
