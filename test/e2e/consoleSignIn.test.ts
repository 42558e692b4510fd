import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import type { Browser, Page } from 'playwright-core';
import { createOidcProvider } from '#src/console/identity/oidcProvider.ts';
import type { IdentityProvider } from '#src/domain/identityProvider.ts';
import { launchChromium } from '#test/support/chromium.ts';
import { startConsolePages } from '#test/support/consolePages.ts';
import { type ConsoleServer, STAFF_PASSWORD } from '#test/support/consoleServer.ts';
import { findFreePort } from '#test/support/installation.ts';
import { OIDC_CLIENT, type OidcServer, startOidcServer } from '#test/support/oidcServer.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** A page whose every complaint is kept: a policy that stops something shows here. */
async function openPage(url: string): Promise<{ page: Page; complaints: string[]; close: () => Promise<void> }> {
  const context = await browser.newContext({ locale: 'en' });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(url);
  return { page, complaints, close: () => context.close() };
}

describe('signing in through another site', () => {
  let provider: OidcServer;
  let server: ConsoleServer;

  beforeAll(async () => {
    const port = await findFreePort();
    const redirectUrl = `http://127.0.0.1:${port}/staff/sign-in/callback`;
    provider = await startOidcServer({ host: 'localhost', redirectUrl });
    provider.people.set('1', { name: 'Amal A.', email: 'amal@iom.example', groups: ['avrr-be'] });
    provider.subject = '1';
    const identity: IdentityProvider = createOidcProvider({ issuer: provider.issuer, ...OIDC_CLIENT, redirectUrl });
    server = await startConsolePages({
      port,
      signIn: {
        provider: { identity, grants: [{ group: 'avrr-be', roles: ['counsellor'], office: 'both' }] },
        passwords: 'breakGlass',
      },
    });
  });
  afterAll(async () => {
    await server.stop();
    await provider.stop();
  });

  it('comes back to the page that was asked for, although the session cookie is strict', async () => {
    const record = await server.submit();
    const { page, complaints, close } = await openPage(`${server.url}/staff/requests/${record.id}`);
    complaints.length = 0; // Chromium reports the 401 of a page that asks to sign in.
    await page.click('text=Sign in with your organisation’s account');
    await page.waitForSelector(`h1:has-text("${record.reference}")`);
    expect(page.url()).toBe(`${server.url}/staff/requests/${record.id}`);
    const cookies = await page.context().cookies(server.url);
    expect(cookies.map(({ name, sameSite, httpOnly }) => [name, sameSite, httpOnly])).toEqual([
      ['staff-session', 'Strict', true],
    ]);
    expect(complaints).toEqual([]);
    await close();
  });
});

describe('signing in with a phone', () => {
  let server: ConsoleServer;
  beforeAll(async () => {
    server = await startConsolePages({ signIn: { isSecondFactorRequired: true } });
    await server.addStaff('nora');
  });
  afterAll(() => server.stop());

  it('shows a picture, takes the code, and gives the recovery codes once', async () => {
    const { page, complaints, close } = await openPage(`${server.url}/staff`);
    await page.fill('[name=login]', 'nora');
    await page.fill('[name=password]', STAFF_PASSWORD);
    await page.press('[name=password]', 'Enter');
    await page.waitForSelector('.qr');
    const secret = ((await page.textContent('.secret')) ?? '').replaceAll(/\s/g, '');
    // Chosen another language, the member is still here, with the same secret.
    await page.click('button:has-text("Français")');
    await page.waitForSelector('text=Configurer la deuxième étape');
    expect(((await page.textContent('.secret')) ?? '').replaceAll(/\s/g, '')).toBe(secret);
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: server.clock.now() });
    await page.fill('[name=code]', code);
    await page.press('[name=code]', 'Enter');
    await page.waitForSelector('.recovery-codes');
    expect(await page.locator('.recovery-codes li').count()).toBe(10);
    await page.click('text=Je les ai gardés');
    await page.waitForURL('**/staff/requests');
    expect(complaints).toEqual([]);
    // The page was the answer of a form and is kept nowhere: the browser has nothing to go back to.
    await expect(page.goBack()).rejects.toThrow('ERR_CACHE_MISS');
    await close();
  });
});
