import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { cleanText } from '#src/domain/cleanText.ts';
import type { ContactRequestRecord } from '#src/domain/contactRequestStore.ts';
import type { StaffMember } from '#src/domain/staff.ts';
import { launchChromium } from '#test/support/chromium.ts';
import { startConsolePages } from '#test/support/consolePages.ts';
import { type ConsoleServer, STAFF_PASSWORD } from '#test/support/consoleServer.ts';
import { XSS_PAYLOADS } from '#test/support/xssPayloads.ts';

let browser: Browser;
let server: ConsoleServer;
let nora: StaffMember;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchChromium(), startConsolePages()]);
  nora = await server.addStaff('nora', { displayName: 'Nora', roles: ['lead', 'auditor'] });
  context = await browser.newContext({ locale: 'en' });
  page = await context.newPage();
  await page.goto(`${server.url}/staff`);
  await page.fill('[name=login]', 'nora');
  await page.fill('[name=password]', STAFF_PASSWORD);
  await page.press('[name=password]', 'Enter');
  await page.waitForURL('**/staff/requests');
});

afterAll(async () => {
  await browser.close();
  await server.stop();
});

describe('words of a person that look like markup', () => {
  it('are shown as words: forty payloads, no dialog, no foreign request, no element', async () => {
    expect(XSS_PAYLOADS).toHaveLength(40);
    let dialogs = 0;
    const foreign: string[] = [];
    const violations: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs += 1;
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(server.url)) foreign.push(request.url());
    });
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) violations.push(message.text());
    });
    for (const payload of XSS_PAYLOADS) {
      const record = await server.submit({
        name: payload,
        message: payload,
        means: { kind: 'whatsapp', number: payload, isValid: false },
        safeContact: { safeToCall: 'yes', leaveMessage: 'yes', when: payload, whenUnderstood: payload },
        wishes: { interpreter: payload, spokenLanguage: payload },
      });
      await server.requestDesk.note(nora, record.id, payload);
      await page.goto(`${server.url}/staff/requests/${record.id}`);
      await page.click('#reveal-means');
      await page.click('#reveal-words');
      await page.waitForSelector('blockquote .words');
      const shown = await page.$$eval('.words, .word, .value', (places) =>
        places.map((place) => ({ text: place.textContent, children: place.childElementCount })),
      );
      const expected = { text: cleanText(payload).text, children: 0 };
      // When, spoken language, interpreter, number, name, message, note.
      expect(shown).toEqual(Array.from({ length: 7 }, () => expected));
    }
    await page.goto(`${server.url}/staff/requests`);
    await page.goto(`${server.url}/staff/audit`);
    expect({ dialogs, foreign, violations }).toEqual({ dialogs: 0, foreign: [], violations: [] });
  });

  it('do not move what stands beside them', async () => {
    const draw = async (name: string): Promise<Buffer> => {
      await server.opened.db.query('update staff set display_name = $2 where id = $1', [colleague.id, name]);
      await page.goto(`${server.url}/staff/requests?queue=open`);
      return page.locator('tbody tr', { hasText: record.reference }).locator('td', { hasText: 'Mallory' }).screenshot();
    };
    const colleague = await server.addStaff('mallory');
    const record = await server.submit();
    await server.requestDesk.take(colleague, record.id, 1);
    // The mark stands behind the name, in the same line.
    await server.unitOfWork.run(({ requests }) => requests.setNoticeState(record.id, 'undelivered'));
    const plain = await draw('Mallory');
    const turned = await draw('Mallory\u202e');
    expect(turned.equals(plain)).toBe(true);
  });
});

describe('a form on another origin', () => {
  let attacker: Server;
  let record: ContactRequestRecord;

  beforeAll(async () => {
    record = await server.submit();
    attacker = createServer((request, response) => {
      const action = `${server.url}/staff/requests/${record.id}/take`;
      const isFetch = request.url === '/fetch';
      response.setHeader('content-type', 'text/html');
      response.end(
        isFetch
          ? `<script>
               fetch(${JSON.stringify(action)}, { method: 'POST', mode: 'no-cors', credentials: 'include',
                 headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'version=1' })
                 .finally(() => { document.title = 'sent'; });
             </script>`
          : `<form method="post" action="${action}"><input name="version" value="1"></form>
             <script>document.forms[0].submit()</script>`,
      );
    });
    await new Promise<void>((resolve) => attacker.listen(0, () => resolve()));
  });

  afterAll(() => {
    attacker.close();
  });

  // `localhost` is another site than `127.0.0.1`: the cookie stays away. Another port is another origin of the same
  // site: the cookie travels, and only our own checks stand.
  it.each([
    ['of another site', 'localhost', [401]],
    ['of the same site', '127.0.0.1', [403]],
  ])('%s changes nothing', async (_where, host, statuses) => {
    const { port } = attacker.address() as AddressInfo;
    const victim = await context.newPage();
    const answered = victim.waitForResponse((response) => response.url().endsWith('/take'));
    await victim.goto(`http://${host}:${port}/`).catch(() => undefined);
    const answer = await answered;
    expect(answer.request().method()).toBe('POST');
    expect([403, ...statuses]).toContain(answer.status());
    await victim.goto(`http://${host}:${port}/fetch`);
    await victim.waitForFunction("document.title === 'sent'");
    await victim.close();
    expect(await server.unitOfWork.run(({ requests }) => requests.find(record.id))).toEqual(record);
    // The session itself is alive: the forms failed because of where they came from.
    await page.goto(`${server.url}/staff/requests/${record.id}`);
    await page.click('text=Take this request');
    await page.waitForSelector('text=The request is now yours.');
    record = await server.submit();
  });

  it('cannot put the console into a frame', async () => {
    const { port } = attacker.address() as AddressInfo;
    const victim = await context.newPage();
    await victim.goto(`http://127.0.0.1:${port}/`).catch(() => undefined);
    await victim.setContent(`<iframe src="${server.url}/staff/requests"></iframe>`);
    const frame = victim.frames()[1];
    await frame?.waitForLoadState().catch(() => undefined);
    expect(await frame?.content()).not.toContain('Contact requests');
    await victim.close();
  });
});
