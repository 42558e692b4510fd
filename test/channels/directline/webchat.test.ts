import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { defineRoute, type Route } from '#src/domain/httpRoute.ts';
import { createHeaderTable } from '#src/http/headerTable.ts';
import { type ChatServer, startChatServer } from '#test/support/chatServer.ts';
import { launchChromium } from '#test/support/chromium.ts';
import { waitFor } from '#test/support/waitFor.ts';
import { readWebchatBundle } from '#test/support/webchatBundle.ts';

const NONCE = 'testnonce';
const BUTTONS = '.webchat__suggested-actions__button';

/** A page as Microsoft documents it: token from our server, conversation kept in the tab for a reload. */
const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Chat</title><body><div id="chat"></div>
<script nonce="${NONCE}" src="/webchat.js"></script>
<script nonce="${NONCE}">
(async () => {
  const kept = JSON.parse(sessionStorage.getItem('chat') ?? 'null');
  const { token, conversationId } = kept ?? await (await fetch('/v3/directline/tokens/generate', { method: 'POST' })).json();
  sessionStorage.setItem('chat', JSON.stringify({ token, conversationId }));
  const directLine = window.WebChat.createDirectLine({
    token, domain: location.origin + '/v3/directline', ...(kept ? { conversationId } : {}),
  });
  window.WebChat.renderWebChat({ directLine, nonce: '${NONCE}', locale: 'en-US' }, document.getElementById('chat'));
})();
</script></body></html>`;

const PAGE_POLICY = [
  "default-src 'none'",
  `script-src 'nonce-${NONCE}'`,
  `style-src 'self' 'nonce-${NONCE}'`,
  "img-src 'self' data: blob:",
  "connect-src 'self'",
].join('; ');

let browser: Browser;
let server: ChatServer;
let context: BrowserContext;
let page: Page;
const violations: string[] = [];

beforeAll(async () => {
  browser = await launchChromium();
  const table = createHeaderTable({ isHttps: false, frameAncestors: [] });
  server = await startChatServer({
    routes: [servePage(), serveBundle()],
    headerTable: { ...table, page: { ...table.page, 'content-security-policy': PAGE_POLICY } },
  });
  context = await browser.newContext({ viewport: { width: 360, height: 640 } });
  page = await context.newPage();
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) violations.push(message.text());
  });
  await page.goto(`${server.url}/webchat`);
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

describe('Web Chat 4.18.1 in Chromium against our server', () => {
  it('shows the welcome with its buttons', async () => {
    await page.getByText('Welcome', { exact: true }).first().waitFor();
    await page.locator(BUTTONS, { hasText: 'Red' }).waitFor();
    expect(await page.locator(BUTTONS).allTextContents()).toEqual(['Red', 'Blue']);
  });

  it('sends what is typed and shows the answer; nothing stays “sending”', async () => {
    await page.locator('.webchat__send-box-text-box__input').fill('bonjour مرحبا');
    await page.keyboard.press('Enter');
    await page.getByText('echo: bonjour مرحبا', { exact: true }).first().waitFor();
    await waitFor('the message to be sent', async () => (await page.getByText(/^Sending/).count()) === 0);
    expect(await page.getByText(/Send failed/).count()).toBe(0);
    expect(await bubbles()).toEqual(['Welcome', 'bonjour مرحبا', 'echo: bonjour مرحبا']);
  });

  it('sends a tapped button as a message', async () => {
    const again = await context.newPage();
    await again.goto(`${server.url}/webchat`);
    await again.locator(BUTTONS, { hasText: 'Red' }).click();
    await again.getByText('echo: Red', { exact: true }).first().waitFor();
    await again.close();
  });

  it('replaces a bubble when the bot updates it', async () => {
    await page.locator('.webchat__send-box-text-box__input').fill('update');
    await page.keyboard.press('Enter');
    await page.getByText('updated', { exact: true }).first().waitFor();
    expect(await bubbles()).not.toContain('before');
  });

  it('resumes after a reload with everything that was said, once and in order', async () => {
    const before = await bubbles();
    await page.reload();
    await waitFor('the history', async () => (await bubbles()).length === before.length);
    expect(await bubbles()).toEqual(before);
  });

  it('reaches the stream under a policy that allows only its own origin', () => {
    expect(violations.filter((text) => text.includes('connect-src'))).toEqual([]);
    expect(server.metrics.render()).toMatch(/websockets_open [1-9]/);
  });
});

async function bubbles(): Promise<readonly string[]> {
  const texts = await page.locator('.webchat__bubble__content .webchat__text-content').allTextContents();
  return texts.map((text) => text.trim());
}

function servePage(): Route {
  const body = { kind: 'text', text: PAGE, contentType: 'text/html; charset=utf-8' } as const;
  return defineRoute({
    method: 'GET',
    path: '/webchat',
    auth: 'public',
    headerClass: 'page',
    handle: async () => ({ status: 200, body }),
  });
}

function serveBundle(): Route {
  const bytes = readWebchatBundle();
  return defineRoute({
    method: 'GET',
    path: '/webchat.js',
    auth: 'public',
    headerClass: 'asset',
    handle: async () => ({
      status: 200,
      body: { kind: 'bytes', bytes, contentType: 'text/javascript; charset=utf-8' },
    }),
  });
}
