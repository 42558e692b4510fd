import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import { type ConsoleServer, startConsoleServer } from '#test/support/consoleServer.ts';
import { StaffBrowser, type StaffPage } from '#test/support/staffBrowser.ts';

let server: ConsoleServer;
let count = 0;

beforeAll(async () => {
  server = await startConsoleServer({ signIn: { isSecondFactorRequired: true } });
});
afterAll(() => server.stop());
beforeEach(() => server.clock.advance({ minutes: 30 }));

const secretOn = (page: StaffPage): string =>
  (/<p class="secret"><code>([A-Z2-7 ]+)<\/code>/.exec(page.text)?.[1] ?? '').replaceAll(' ', '');
const codeOf = (secret: string): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: server.clock.now() });
const isSignedIn = (browser: StaffBrowser): boolean => browser.cookies.has('staff-session');

/** A member who has set up the second step, and their phone. */
async function enrolled(): Promise<{ login: string; secret: string; recoveryCodes: readonly string[] }> {
  count += 1;
  const login = `member-${count}`;
  await server.addStaff(login);
  const browser = new StaffBrowser(server.url);
  await browser.signIn(login);
  const secret = secretOn(await browser.open('/staff/second-step'));
  const done = await browser.send('/staff/second-step', { code: codeOf(secret) });
  expect(done.status).toBe(200);
  await server.clock.advance({ minutes: 1 });
  return {
    login,
    secret,
    recoveryCodes: Array.from(done.text.matchAll(/<li><code>([^<]+)</g), ([, code = '']) => code),
  };
}

describe('the second step of a sign-in', () => {
  it('is set up at the first sign-in, with picture, key and recovery codes', async () => {
    await server.addStaff('nora');
    const browser = new StaffBrowser(server.url);
    const answer = await browser.signIn('nora');
    expect(answer.location).toBe('/staff/second-step');
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^staff-second-step=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=600$/),
    ]);
    const page = await browser.open('/staff/second-step');
    const secret = secretOn(page);
    expect(secret).toHaveLength(32);
    expect(page.text).toContain('<svg class="qr" role="img"');
    expect(page.text).not.toContain('otpauth:');
    expect(page.headers.get('cache-control')).toBe('no-store');
    const done = await browser.send('/staff/second-step', { code: codeOf(secret) });
    expect(done.text.match(/<li><code>/g)).toHaveLength(10);
    expect(done.headers.getSetCookie().join('\n')).toMatch(
      /^staff-session=[\w-]{43};[^\n]+\nstaff-second-step=; .*Max-Age=0$/,
    );
    expect((await browser.open('/staff/requests')).status).toBe(200);
    // Shown once.
    expect((await browser.open('/staff/second-step')).text).not.toContain('<li><code>');
  });

  it('gives no session before the code, on any page', async () => {
    const { login, secret } = await enrolled();
    const browser = new StaffBrowser(server.url);
    await browser.signIn(login);
    expect(isSignedIn(browser)).toBe(false);
    for (const path of ['/staff/requests', '/staff/audit', '/staff/session']) {
      expect((await browser.open(path)).status).toBe(401);
    }
    const page = await browser.open('/staff/second-step');
    expect(page.text).not.toContain(secret.slice(0, 4));
    const done = await browser.send('/staff/second-step', { code: ` ${codeOf(secret).replace(/(...)/, '$1 ')}` });
    expect([done.status, done.location, isSignedIn(browser)]).toEqual([303, '/staff', true]);
    const record = (await server.auditDesk.list({ limit: 1 }))[0];
    expect(record).toMatchObject({ action: 'staff.signedIn', detail: '{"through":"code"}' });
  });

  it('leads to the page that was asked for', async () => {
    const { login, secret } = await enrolled();
    const browser = new StaffBrowser(server.url);
    const fields = { login, password: 'correct horse battery staple', next: '/staff/requests' };
    const answer = await browser.send('/staff/sign-in', fields);
    expect(answer.location).toBe('/staff/second-step?next=%2Fstaff%2Frequests');
    const page = await browser.open(answer.location ?? '');
    expect(page.text).toContain('name="next" value="/staff/requests"');
    const code = codeOf(secret);
    const done = await browser.send('/staff/second-step', { code, next: '/staff/requests' });
    expect(done.location).toBe('/staff/requests');
  });

  it('refuses a code that was used, and tells the wrong from the locked', async () => {
    const { login, secret } = await enrolled();
    const code = codeOf(secret);
    const first = new StaffBrowser(server.url);
    await first.signIn(login);
    expect((await first.send('/staff/second-step', { code })).status).toBe(303);
    const thief = new StaffBrowser(server.url);
    await thief.signIn(login);
    const statuses: number[] = [];
    for (let i = 0; i < 7; i += 1) statuses.push((await thief.send('/staff/second-step', { code })).status);
    expect([statuses, isSignedIn(thief)]).toEqual([[401, 401, 401, 401, 401, 429, 429], false]);
    await server.clock.advance({ minutes: 1 });
    const locked = await thief.send('/staff/second-step', { code: codeOf(secret) });
    expect([locked.status, locked.text.includes('15 minutes')]).toEqual([429, true]);
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(800);
  });

  it('takes a recovery code once', async () => {
    const { login, recoveryCodes } = await enrolled();
    for (const expected of [303, 401]) {
      const browser = new StaffBrowser(server.url);
      await browser.signIn(login);
      const answer = await browser.send('/staff/second-step', { code: recoveryCodes[0] ?? '' });
      expect(answer.status).toBe(expected);
    }
  });

  it('is over after ten minutes, and without the cookie of the first step', async () => {
    const { login, secret } = await enrolled();
    const slow = new StaffBrowser(server.url);
    await slow.signIn(login);
    await server.clock.advance({ minutes: 10 });
    for (const browser of [slow, new StaffBrowser(server.url)]) {
      const page = await browser.send('/staff/second-step', { code: codeOf(secret) });
      expect([page.status, page.text.includes('Please start again.'), browser.cookies.size]).toEqual([401, true, 0]);
    }
  });

  it('refuses a form that another site sends', async () => {
    const { login, secret } = await enrolled();
    const browser = new StaffBrowser(server.url);
    await browser.signIn(login);
    const code = codeOf(secret);
    const page = await browser.send('/staff/second-step', { code }, { 'sec-fetch-site': 'cross-site' });
    expect([page.status, isSignedIn(browser)]).toEqual([403, false]);
    expect((await browser.send('/staff/second-step', { code })).status).toBe(303);
  });

  it('slows down a network, as passwords do', async () => {
    const { login } = await enrolled();
    await server.clock.advance({ minutes: 10 });
    const browser = new StaffBrowser(server.url);
    await browser.signIn(login);
    const last: number[] = [];
    for (let i = 0; i < 10; i += 1) last.push((await browser.send('/staff/second-step', { code: '1' })).status);
    expect(last.at(-1)).toBe(429);
  });
});

describe('where a second step is optional', () => {
  let relaxed: ConsoleServer;
  beforeAll(async () => {
    relaxed = await startConsoleServer();
  });
  afterAll(() => relaxed.stop());

  it('a member may set one up, and is asked for it from then on', async () => {
    await relaxed.addStaff('omar');
    const browser = new StaffBrowser(relaxed.url);
    expect((await browser.signIn('omar')).location).toBe('/staff');
    expect((await browser.open('/staff/requests')).text).toContain('Set up a second step');
    expect((await browser.send('/staff/second-step/set-up')).location).toBe('/staff/second-step');
    const secret = secretOn(await browser.open('/staff/second-step'));
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: relaxed.clock.now() });
    const before = browser.cookies.get('staff-session');
    expect((await browser.send('/staff/second-step', { code })).status).toBe(200);
    expect(browser.cookies.get('staff-session')).not.toBe(before);
    expect((await browser.open('/staff/requests')).text).not.toContain('Set up a second step');
    expect((await browser.send('/staff/second-step/set-up')).status).toBe(404);
    const again = new StaffBrowser(relaxed.url);
    expect((await again.signIn('omar')).location).toBe('/staff/second-step');
    expect(isSignedIn(again)).toBe(false);
  });
});
