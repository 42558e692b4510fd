import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createOidcProvider } from '#src/console/identity/oidcProvider.ts';
import type { GroupGrant } from '#src/domain/groupGrants.ts';
import { type ConsoleServer, STAFF_PASSWORD, startConsoleServer } from '#test/support/consoleServer.ts';
import {
  OIDC_CLIENT,
  OIDC_REDIRECT_URL,
  type OidcServer,
  type OidcServerOptions,
  startOidcServer,
} from '#test/support/oidcServer.ts';
import { StaffBrowser, type StaffPage } from '#test/support/staffBrowser.ts';

const GRANTS: readonly GroupGrant[] = [
  { group: 'avrr-be', roles: ['counsellor'], office: 'BE' },
  { group: 'avrr-leads', roles: ['counsellor', 'lead'], office: 'both' },
];

const CALLBACK = '/staff/sign-in/callback';

let provider: OidcServer;
let server: ConsoleServer;

async function start(options: OidcServerOptions = {}, passwords: 'off' | 'breakGlass' = 'off'): Promise<void> {
  provider = await startOidcServer(options);
  provider.people.set('1', { name: 'Amal A.', email: 'Amal@IOM.example', groups: ['everybody', 'avrr-be'] });
  provider.people.set('2', { name: 'Vera V.', email: 'vera@iom.example', groups: ['everybody'] });
  provider.subject = '1';
  server = await startConsoleServer({ signIn: { provider: { identity: connect(), grants: GRANTS }, passwords } });
}

function connect(issuer = provider.issuer, timeoutSeconds = 10) {
  return createOidcProvider({ issuer, ...OIDC_CLIENT, redirectUrl: OIDC_REDIRECT_URL, timeoutSeconds });
}

async function stop(): Promise<void> {
  await server.stop();
  await provider.stop();
}

/** Goes to the provider and signs in there. @returns path and query that lead back to us. */
async function goThere(browser: StaffBrowser, change?: (address: URL) => void, path = '/staff/sign-in/provider') {
  const answer = await browser.open(path);
  expect(answer.status).toBe(303);
  const address = new URL(answer.location ?? '');
  change?.(address);
  const back = await provider.signIn(address.href);
  return back.pathname + back.search;
}

async function signIn(browser = new StaffBrowser(server.url)): Promise<{ browser: StaffBrowser; answer: StaffPage }> {
  const back = await goThere(browser);
  return { browser, answer: await browser.open(back, { 'sec-fetch-site': 'cross-site' }) };
}

function answerWith(response: ServerResponse, status: number, location?: string): void {
  response.statusCode = status;
  if (location !== undefined) response.setHeader('location', location);
  response.end();
}

const lastAudit = async () => (await server.auditDesk.list({ limit: 1 }))[0];

/** Nobody came in: no session cookie, no session, and the trail says why. */
async function expectRefusal(answer: StaffPage, status: number, reason: string, sentence: string): Promise<void> {
  expect([answer.status, answer.text.includes(sentence)]).toEqual([status, true]);
  expect(answer.headers.getSetCookie().join()).not.toContain('staff-session=');
  const { rows } = await server.opened.db.query('select 1 from staff_session');
  expect(rows).toEqual([]);
  expect(await lastAudit()).toMatchObject({
    action: 'staff.signInFailed',
    detail: JSON.stringify({ through: 'provider', reason }),
  });
}

const REJECTED = 'could not be accepted';

describe('signing in through the identity provider', () => {
  beforeAll(() => start());
  afterAll(stop);
  beforeEach(async () => {
    provider.forgery = undefined;
    provider.subject = '1';
    await server.opened.db.query('delete from staff_session');
    await server.clock.advance({ minutes: 10 });
  });

  it('asks with code, PKCE, state and nonce, bound to the browser by a short-lived cookie', async () => {
    const browser = new StaffBrowser(server.url);
    const answer = await browser.open('/staff/sign-in/provider');
    const query = new URL(answer.location ?? '').searchParams;
    expect(Object.fromEntries(query)).toMatchObject({
      response_type: 'code',
      client_id: OIDC_CLIENT.clientId,
      redirect_uri: OIDC_REDIRECT_URL,
      code_challenge_method: 'S256',
    });
    for (const name of ['state', 'nonce', 'code_challenge']) expect(query.get(name)).toMatch(/^[\w-]{43}$/);
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^staff-provider=[\w-]{43}\.; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600$/),
    ]);
    // The page of the provider learns nothing from which the cookie could be told.
    expect(answer.location).not.toContain(browser.cookies.get('staff-provider')?.slice(0, 43) ?? '-');
  });

  it('lets in who belongs to a group, with the rights of the group', async () => {
    const { browser, answer } = await signIn();
    expect([answer.status, answer.location]).toEqual([303, '/staff']);
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^staff-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/),
      expect.stringMatching(/^staff-provider=; Path=\/; HttpOnly; SameSite=Lax; Max-Age=0$/),
    ]);
    expect((await browser.open('/staff/requests')).status).toBe(200);
    expect((await browser.open('/staff/audit')).status).toBe(403);
    expect(await server.staffDirectory.findByLogin('amal@iom.example')).toMatchObject({
      displayName: 'Amal A.',
      roles: ['counsellor'],
      office: 'BE',
      signsInBy: 'provider',
    });
    const actions = (await server.auditDesk.list({ limit: 3 })).map(({ action, detail }) => `${action} ${detail}`);
    expect(actions).toContain('staff.signedIn {"through":"provider"}');
  });

  it('knows the person by issuer and subject, whatever else changes', async () => {
    await signIn();
    const before = await server.staffDirectory.findByLogin('amal@iom.example');
    provider.people.set('1', { name: 'Amal B.', email: 'other@iom.example', groups: ['avrr-leads'] });
    await signIn();
    expect(await server.staffDirectory.find(before?.id as never)).toEqual({
      ...before,
      displayName: 'Amal B.',
      roles: ['counsellor', 'lead'],
      office: 'both',
    });
    // Somebody else with the same name and address is somebody else.
    provider.people.set('9', { name: 'Amal B.', email: 'amal@iom.example', groups: ['avrr-be'] });
    provider.subject = '9';
    await signIn();
    const all = (await server.staffDirectory.list()).filter(({ displayName }) => displayName === 'Amal B.');
    expect(all.map(({ login }) => login)).toEqual(['amal@iom.example', expect.stringMatching(/^sso-[0-9a-f]{16}$/)]);
    provider.people.set('1', { name: 'Amal A.', email: 'Amal@IOM.example', groups: ['avrr-be'] });
  });

  it('leads to the page that was asked for, and never to another site', async () => {
    const page = '/staff/requests/00000000-0000-7000-8000-000000000001';
    for (const [next, expected] of [
      [page, page],
      ['//evil.test', '/staff'],
    ] as const) {
      const browser = new StaffBrowser(server.url);
      const back = await goThere(browser, undefined, `/staff/sign-in/provider?next=${encodeURIComponent(next)}`);
      expect((await browser.open(back)).location).toBe(expected);
    }
    const browser = new StaffBrowser(server.url);
    const back = await goThere(browser);
    const cookie = browser.cookies.get('staff-provider') ?? '';
    browser.cookies.set('staff-provider', `${cookie}//evil.test`);
    expect((await browser.open(back)).location).toBe('/staff');
  });

  it('refuses who belongs to no group, with 403 and a page that says so', async () => {
    provider.subject = '2';
    const { answer } = await signIn();
    await expectRefusal(answer, 403, 'noGroup', 'you belong to no group that may use this page');
    expect(await server.staffDirectory.findByLogin('vera@iom.example')).toBeUndefined();
  });

  it('refuses whose account an administrator has disabled here', async () => {
    await signIn();
    await server.staffDirectory.disable('amal@iom.example');
    const { answer } = await signIn();
    await expectRefusal(answer, 403, 'disabled', 'Your account was disabled');
    await server.staffDirectory.enable('amal@iom.example');
    expect((await signIn()).answer.status).toBe(303);
  });

  it.each([
    ['state', 'another'],
    ['state', undefined],
    ['iss', 'https://evil.test'],
    ['code', 'made-up'],
    ['error', 'access_denied'],
  ])('refuses an answer whose %s is %s', async (name, value) => {
    const browser = new StaffBrowser(server.url);
    const back = new URL(await goThere(browser), 'http://x');
    if (value === undefined) back.searchParams.delete(name);
    else back.searchParams.set(name, value);
    await expectRefusal(await browser.open(CALLBACK + back.search), 401, 'rejected', REJECTED);
    expect(browser.cookies.size).toBe(0);
  });

  it('refuses an answer that this browser never asked for', async () => {
    const back = await goThere(new StaffBrowser(server.url));
    const victim = new StaffBrowser(server.url);
    await expectRefusal(await victim.open(back), 401, 'rejected', REJECTED);
    // Nor is it helped by a sign-in of its own: the code belongs to another PKCE verifier.
    const own = new URL(await goThere(victim), 'http://x');
    own.searchParams.set('code', new URL(back, 'http://x').searchParams.get('code') ?? '');
    await expectRefusal(await victim.open(CALLBACK + own.search), 401, 'rejected', REJECTED);
  });

  it('refuses a nonce that was changed on the way', async () => {
    const browser = new StaffBrowser(server.url);
    const back = await goThere(browser, (address) => address.searchParams.set('nonce', 'another'));
    await expectRefusal(await browser.open(back), 401, 'rejected', REJECTED);
  });

  it('takes a code once', async () => {
    const browser = new StaffBrowser(server.url);
    const back = await goThere(browser);
    const cookie = browser.cookies.get('staff-provider') ?? '';
    expect((await browser.open(back)).status).toBe(303);
    await server.opened.db.query('delete from staff_session');
    const thief = new StaffBrowser(server.url);
    thief.cookies.set('staff-provider', cookie);
    await expectRefusal(await thief.open(back), 401, 'rejected', REJECTED);
  });

  it.each([
    ['another audience', { change: (claims) => ({ ...claims, aud: 'another-application' }) }],
    [
      'several audiences and another authorised party',
      { change: (claims) => ({ ...claims, aud: [OIDC_CLIENT.clientId, 'x'], azp: 'x' }) },
    ],
    ['another issuer', { change: (claims) => ({ ...claims, iss: 'https://evil.test' }) }],
    ['no nonce', { change: ({ nonce: _nonce, ...claims }) => claims }],
    ['a time that is over', { change: (claims) => ({ ...claims, exp: 1_000 }) }],
    ['a stranger’s signature', { change: (claims) => claims, signer: 'stranger' }],
    ['no signature', { change: (claims) => claims, signer: 'nobody' }],
  ] satisfies [string, NonNullable<OidcServer['forgery']>][])('refuses an ID token with %s', async (_name, forgery) => {
    provider.forgery = forgery;
    await expectRefusal((await signIn()).answer, 401, 'rejected', REJECTED);
  });

  it('slows down a network that tries again and again', async () => {
    const browser = new StaffBrowser(server.url);
    const statuses: number[] = [];
    for (let i = 0; i < 12; i += 1) statuses.push((await browser.open(`${CALLBACK}?code=x&state=y`)).status);
    expect([statuses.slice(0, 10), statuses.slice(10)]).toEqual([Array(10).fill(401), [429, 429]]);
  });

  it('takes no password: not even a right one', async () => {
    await server.addStaff('local');
    const browser = new StaffBrowser(server.url);
    const door = await browser.open('/staff');
    expect(door.text).toContain('href="/staff/sign-in/provider"');
    expect(door.text).not.toContain('type="password"');
    const answer = await browser.signIn('local');
    expect([answer.status, answer.text.includes('Passwords are not used here')]).toEqual([403, true]);
    expect(browser.cookies.size).toBe(0);
  });

  it('gives accounts no password that anybody knows', async () => {
    await signIn();
    for (const password of ['', STAFF_PASSWORD]) {
      expect(await server.staffDirectory.signIn('amal@iom.example', password)).toEqual({ kind: 'rejected' });
    }
    expect(await server.staffDirectory.resetPassword('amal@iom.example', STAFF_PASSWORD)).toBe(false);
  });
});

describe('a session of the identity provider', () => {
  beforeEach(() => start({ groupsIn: 'idToken' }));
  afterEach(stop);

  it('asks the provider again every two minutes, once for parallel requests', async () => {
    const { browser } = await signIn();
    await server.clock.advance({ minutes: 1 });
    await browser.open('/staff/requests');
    expect(provider.grants).toEqual(['authorization_code']);
    for (let round = 1; round <= 3; round += 1) {
      await server.clock.advance({ minutes: 2 });
      const pages = await Promise.all(Array.from({ length: 5 }, () => browser.open('/staff/requests')));
      expect(pages.map(({ status }) => status)).toEqual(Array(5).fill(200));
      expect(provider.grants.filter((grant) => grant === 'refresh_token')).toHaveLength(round);
    }
  });

  it('ends within five minutes after the member left the groups', async () => {
    const { browser } = await signIn();
    provider.people.set('1', { name: 'Amal A.', groups: ['everybody'] });
    await server.clock.advance({ minutes: 2 });
    // All of them: none slips through while another asks.
    const pages = await Promise.all(Array.from({ length: 5 }, () => browser.open('/staff/requests')));
    expect(pages.map(({ status }) => status)).toEqual(Array(5).fill(401));
    const records = await server.auditDesk.list({ limit: 1 });
    expect(records[0]).toMatchObject({ action: 'staff.sessionsEnded', detail: '{"reason":"providerRefused"}' });
  });

  it('ends when the provider does not know the person any more', async () => {
    const { browser } = await signIn();
    provider.people.delete('1');
    await server.clock.advance({ minutes: 2 });
    expect((await browser.open('/staff/requests', { 'x-background': '1' })).status).toBe(401);
  });

  it('has the rights of today', async () => {
    const { browser } = await signIn();
    const foreign = await server.submit({ country: 'LU' });
    expect((await browser.open(`/staff/requests/${foreign.id}`)).status).toBe(404);
    provider.people.set('1', { name: 'Amal A.', groups: ['avrr-leads'] });
    await server.clock.advance({ minutes: 2 });
    expect((await browser.open(`/staff/requests/${foreign.id}`)).status).toBe(200);
    const changed = (await server.auditDesk.list({})).find(({ action }) => action === 'staff.rightsChanged');
    expect(changed?.detail).toBe('{"roles":"counsellor lead","office":"both"}');
  });

  it('survives a silence of less than five minutes, and ends after it', async () => {
    const { browser } = await signIn();
    await provider.stop();
    await server.clock.advance({ minutes: 4 });
    expect((await browser.open('/staff/requests')).status).toBe(200);
    await server.clock.advance({ minutes: 1 });
    expect((await browser.open('/staff/requests')).status).toBe(401);
    const records = await server.auditDesk.list({ limit: 1 });
    expect(records[0]).toMatchObject({ action: 'staff.sessionsEnded', detail: '{"reason":"providerSilent"}' });
  });

  it('keeps the means to ask sealed', async () => {
    await signIn();
    const { rows } = await server.opened.db.query<{ sealed: string }>('select sealed from staff_session');
    expect(rows[0]?.sealed).toMatch(/^v1\|test\|/);
  });
});

describe('a provider that issues no refresh tokens', () => {
  beforeEach(() => start({ issuesRefreshTokens: false }));
  afterEach(stop);

  it('lets nobody in: nobody could be put out again', async () => {
    await expectRefusal((await signIn()).answer, 403, 'noRenewal', 'it must issue refresh tokens');
  });
});

describe('a local password beside the provider (BREAK_GLASS=yes)', () => {
  beforeEach(() => start({}, 'breakGlass'));
  afterEach(stop);

  it('lets in, is recorded and alarms, each time', async () => {
    await server.addStaff('local');
    const browser = new StaffBrowser(server.url);
    expect((await browser.open('/staff')).text).toContain('Emergency sign-in');
    expect((await browser.signIn('local', 'not the right password')).status).toBe(401);
    expect(server.alarms).toEqual([]);
    for (let use = 1; use <= 2; use += 1) {
      expect((await browser.signIn('local')).status).toBe(303);
      expect(server.alarms).toHaveLength(use);
    }
    expect(server.alarms[0]).toMatchObject({ kind: 'breakGlassUsed' });
    const actions = (await server.auditDesk.list({})).map(({ action }) => action);
    expect(actions.filter((action) => action === 'staff.breakGlassUsed')).toHaveLength(2);
    expect((await signIn()).answer.status).toBe(303);
    expect(server.alarms).toHaveLength(2);
  });
});

describe('a provider that is not itself', () => {
  let away: Server;
  let mode: (response: ServerResponse) => void;

  beforeAll(async () => {
    await start();
    away = createServer((_request, response) => mode(response));
    await new Promise<void>((resolve) => {
      away.listen(0, '127.0.0.1', resolve);
    });
    await server.stop();
    const identity = connect(`http://127.0.0.1:${(away.address() as AddressInfo).port}`, 1);
    server = await startConsoleServer({ signIn: { provider: { identity, grants: GRANTS }, passwords: 'off' } });
  });
  afterAll(async () => {
    away.closeAllConnections();
    await new Promise((resolve) => {
      away.close(resolve);
    });
    await stop();
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['drops the connection', (response) => response.destroy()],
    ['never answers', () => undefined],
    ['never ends its answer', (response) => void response.write('{')],
    ['sends us to another place', (response) => answerWith(response, 302, provider.issuer)],
    ['answers with more than a megabyte', (response) => response.end(`{"x":"${'x'.repeat(1_100_000)}"}`)],
    ['answers with nonsense', (response) => response.end('<html>')],
    ['calls itself something else', (response) => response.end('{"issuer":"https://evil.test"}')],
    ['fails', (response) => answerWith(response, 500)],
  ])('%s: people are told, and nothing hangs', async (_name, behaviour) => {
    mode = behaviour;
    await server.clock.advance({ minutes: 5 });
    const page = await new StaffBrowser(server.url).open('/staff/sign-in/provider');
    expect([page.status, page.text.includes('did not answer')]).toEqual([503, true]);
  });
});
