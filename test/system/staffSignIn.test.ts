import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findFreePort } from '#test/support/installation.ts';
import { OIDC_CLIENT, type OidcServer, startOidcServer } from '#test/support/oidcServer.ts';
import { StaffBrowser } from '#test/support/staffBrowser.ts';
import { type RunningApp, START_TIMEOUT_MS, startApp } from '#test/support/startApp.ts';

let provider: OidcServer;
let app: RunningApp;

beforeAll(async () => {
  const port = await findFreePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  provider = await startOidcServer({ redirectUrl: `${publicUrl}/staff/sign-in/callback` });
  provider.people.set('1', { name: 'Amal A.', email: 'amal@iom.example', groups: ['avrr-be'] });
  provider.subject = '1';
  // No local account: the provider knows who works here.
  app = await startApp({
    env: {
      PORT: String(port),
      PUBLIC_URL: publicUrl,
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: OIDC_CLIENT.clientId,
      OIDC_CLIENT_SECRET: OIDC_CLIENT.clientSecret,
      OIDC_GROUPS: 'avrr-be = counsellor @ BE',
    },
  });
}, START_TIMEOUT_MS);

afterAll(async () => {
  await app.end();
  await provider.stop();
});

describe('an installation with an identity provider', () => {
  it('lets staff in through it, and by no password', async () => {
    const browser = new StaffBrowser(app.url);
    const answer = await browser.open('/staff/sign-in/provider');
    const back = await provider.signIn(answer.location ?? '');
    expect(back.origin).toBe(app.url);
    expect((await browser.open(back.pathname + back.search)).location).toBe('/staff');
    expect((await browser.open('/staff/requests')).status).toBe(200);
    expect((await new StaffBrowser(app.url).signIn('amal@iom.example')).status).toBe(403);
  });

  it('says nothing of codes, secrets and names in its log', () => {
    const log = app.log.join('\n');
    for (const secret of [OIDC_CLIENT.clientSecret, 'code=', 'Amal', 'amal@']) expect(log).not.toContain(secret);
  });
});
