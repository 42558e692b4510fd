import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PASSWORD_COST } from '#src/storage/argon2Hasher.ts';
import { type ConsoleServer, STAFF_PASSWORD, startConsoleServer } from '#test/support/consoleServer.ts';
import { StaffBrowser } from '#test/support/staffBrowser.ts';

let server: ConsoleServer;

beforeAll(async () => {
  server = await startConsoleServer();
  for (const login of ['nora', 'omar', 'paula']) await server.addStaff(login);
});

afterAll(() => server.stop());

async function signedIn(login = 'nora'): Promise<StaffBrowser> {
  const browser = new StaffBrowser(server.url);
  expect((await browser.signIn(login)).status).toBe(303);
  return browser;
}

describe('signing in', () => {
  it('asks whoever has no session, on every page', async () => {
    const browser = new StaffBrowser(server.url);
    expect((await browser.open('/staff')).status).toBe(200);
    for (const path of ['/staff/requests', '/staff/audit', '/staff/requests/00000000-0000-7000-8000-000000000001']) {
      const page = await browser.open(path);
      expect(page.status).toBe(401);
      expect(page.text).toContain('action="/staff/sign-in"');
      expect(page.text).toContain(`name="next" value="${path}"`);
    }
  });

  it('leads to the page that was asked for, and never to another site', async () => {
    const browser = new StaffBrowser(server.url);
    const ask = (next: string) => browser.send('/staff/sign-in', { login: 'nora', password: STAFF_PASSWORD, next });
    expect((await ask('/staff/audit')).location).toBe('/staff/audit');
    for (const next of [
      'https://evil.test/',
      '//evil.test',
      '/staff/../v3',
      '/staff/requests/../../x',
      'javascript:1',
    ]) {
      expect((await ask(next)).location).toBe('/staff');
    }
  });

  it('gives the same answer for an unknown login and a wrong password', async () => {
    const browser = new StaffBrowser(server.url);
    const wrong = await browser.signIn('nora', 'not the right password');
    const unknown = await browser.signIn('nobody', 'not the right password');
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(wrong.text.replaceAll('nora', '…')).toBe(unknown.text.replaceAll('nobody', '…'));
    expect(wrong.text).toContain('Login or password is wrong.');
    expect(wrong.headers.getSetCookie()).toEqual([]);
  });

  it('takes the same time for an unknown login and a wrong password', async () => {
    const real = await startConsoleServer({ passwordCost: PASSWORD_COST });
    await real.addStaff('nora');
    const browser = new StaffBrowser(real.url);
    const times: Record<'nora' | 'nobody', number> = { nora: Infinity, nobody: Infinity };
    for (let round = 0; round < 4; round += 1) {
      for (const login of ['nora', 'nobody'] as const) {
        const start = performance.now();
        await browser.signIn(login, 'not the right password');
        times[login] = Math.min(times[login], performance.now() - start);
      }
    }
    await real.stop();
    // Without the hashing an unknown login is answered at least ten times as fast.
    expect(Math.max(times.nora, times.nobody) / Math.min(times.nora, times.nobody)).toBeLessThan(4);
  });

  it('locks a login after five failures, known or not, and says for how long', async () => {
    await server.clock.advance({ minutes: 30 });
    for (const login of ['omar', 'somebody']) {
      const browser = new StaffBrowser(server.url);
      for (let i = 0; i < 5; i += 1) await browser.signIn(login, 'not the right password');
      await server.clock.advance({ minutes: 1 });
      const locked = await browser.signIn(login);
      expect(locked.status).toBe(429);
      expect(locked.text).toContain('15 minutes');
      expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(800);
      await server.clock.advance({ minutes: 30 });
    }
    expect((await new StaffBrowser(server.url).signIn('omar')).status).toBe(303);
  });

  it('slows down a network that tries many logins', async () => {
    await server.clock.advance({ minutes: 30 });
    const browser = new StaffBrowser(server.url);
    const statuses: number[] = [];
    for (let i = 0; i < 12; i += 1) statuses.push((await browser.signIn(`login-${i}`, 'wrong')).status);
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(401));
    expect(statuses.slice(10)).toEqual([429, 429]);
    await server.clock.advance({ minutes: 30 });
  });

  it('refuses a sign-in form that another site sends', async () => {
    const browser = new StaffBrowser(server.url);
    const fields = { login: 'nora', password: STAFF_PASSWORD };
    for (const headers of [
      { 'sec-fetch-site': 'cross-site', origin: server.url },
      { 'sec-fetch-site': 'same-site', origin: 'http://localhost:1' },
      { origin: 'null' },
    ]) {
      const page = await browser.send('/staff/sign-in', fields, headers);
      expect(page.status).toBe(403);
      expect(browser.cookies.size).toBe(0);
    }
  });

  it('writes each sign-in, success or failure, to the audit trail', async () => {
    const before = (await server.auditDesk.list({ limit: 1 }))[0]?.seq ?? 0;
    await new StaffBrowser(server.url).signIn('paula', 'not the right password');
    const browser = await signedIn('paula');
    await browser.send('/staff/sign-out');
    const actions = (await server.auditDesk.list({})).filter(({ seq }) => seq > before).map(({ action }) => action);
    expect(actions.reverse()).toEqual(['staff.signInFailed', 'staff.signedIn', 'staff.signedOut']);
  });
});

describe('the pages', () => {
  it('may be kept by nobody, framed by nobody, and run our script only', async () => {
    const browser = await signedIn();
    for (const path of ['/staff', '/staff/requests', '/staff/requests/x', '/staff/audit', '/staff/session']) {
      const { headers } = await browser.open(path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(headers.get('cache-control')).toBe('no-store');
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
    }
    const { text } = await browser.open('/staff/requests');
    expect(text).not.toMatch(/ style=| on\w+=|<style|<script>/);
  });
});

describe('the session cookie', () => {
  it('has 256 bits, and only their hash is stored', async () => {
    const browser = await signedIn();
    const token = browser.cookies.get('staff-session') ?? '';
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    const { rows } = await server.opened.db.query('select * from staff_session');
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(JSON.stringify(rows)).not.toContain(browser.csrf);
  });

  it('has exactly these attributes over http', async () => {
    const page = await new StaffBrowser(server.url).signIn('nora');
    expect(page.headers.getSetCookie()).toHaveLength(1);
    expect(page.headers.getSetCookie()[0]).toMatch(/^staff-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
  });

  it('has exactly these attributes over https', async () => {
    const secure = await startConsoleServer({ publicUrl: 'https://chat.example.org' });
    await secure.addStaff('nora');
    const browser = new StaffBrowser(secure.url);
    const page = await browser.send(
      '/staff/sign-in',
      { login: 'nora', password: STAFF_PASSWORD },
      { origin: 'https://chat.example.org' },
    );
    expect(page.headers.getSetCookie()[0]).toMatch(
      /^__Host-staff-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/,
    );
    expect((await browser.open('/staff/requests')).status).toBe(200);
    const plain = new StaffBrowser(secure.url);
    plain.cookies.set('staff-session', browser.cookies.get('__Host-staff-session') ?? '');
    expect((await plain.open('/staff/requests')).status).toBe(401);
    await secure.stop();
  });

  it('is a new one at each sign-in, and the old one is dead', async () => {
    const browser = await signedIn();
    const first = browser.cookies.get('staff-session') ?? '';
    await browser.signIn('nora');
    const second = browser.cookies.get('staff-session') ?? '';
    expect(second).not.toBe(first);
    browser.cookies.set('staff-session', first);
    expect((await browser.open('/staff/requests')).status).toBe(401);
  });

  it('is not taken over when somebody plants one', async () => {
    const browser = new StaffBrowser(server.url);
    const planted = 'A'.repeat(43);
    browser.cookies.set('staff-session', planted);
    await browser.signIn('nora');
    expect(browser.cookies.get('staff-session')).not.toBe(planted);
  });
});

describe('the session', () => {
  it('ends after 15 minutes without use', async () => {
    const browser = await signedIn();
    await server.clock.advance({ minutes: 14 });
    expect((await browser.open('/staff/requests')).status).toBe(200);
    await server.clock.advance({ minutes: 14 });
    expect((await browser.open('/staff/requests')).status).toBe(200);
    await server.clock.advance({ minutes: 15 });
    const page = await browser.open('/staff/requests');
    expect(page.status).toBe(401);
    expect(page.text).toContain('Your session has ended.');
    expect(browser.cookies.size).toBe(0);
  });

  it('is not kept alive by a page that refreshes itself', async () => {
    const browser = await signedIn();
    for (let minute = 1; minute < 15; minute += 1) {
      await server.clock.advance({ minutes: 1 });
      expect((await browser.open('/staff/requests', { 'x-background': '1' })).status).toBe(200);
    }
    await server.clock.advance({ minutes: 1 });
    const answer = await browser.open('/staff/requests', { 'x-background': '1' });
    expect(answer.status).toBe(401);
    expect(answer.text).toBe('{"error":{"code":"signed_out","message":"The session has ended"}}');
  });

  it('ends after 8 hours even if it is used all the time', async () => {
    const browser = await signedIn();
    for (let minute = 10; minute < 480; minute += 10) {
      await server.clock.advance({ minutes: 10 });
      expect((await browser.open('/staff/session')).status).toBe(200);
    }
    await server.clock.advance({ minutes: 10 });
    expect((await browser.open('/staff/session')).status).toBe(401);
  });

  it('ends at sign-out: a stolen cookie is worth nothing', async () => {
    const browser = await signedIn();
    const stolen = browser.cookies.get('staff-session') ?? '';
    const answer = await browser.send('/staff/sign-out');
    expect([answer.status, answer.location]).toEqual([303, '/staff?signed-out']);
    expect(answer.headers.get('clear-site-data')).toBe('"cache"');
    expect(browser.cookies.size).toBe(0);
    browser.cookies.set('staff-session', stolen);
    expect((await browser.open('/staff/requests')).status).toBe(401);
  });

  it('ends on all devices at once', async () => {
    const [office, home, colleague] = [await signedIn(), await signedIn(), await signedIn('paula')];
    await office.send('/staff/sign-out-everywhere');
    expect((await home.open('/staff/requests')).status).toBe(401);
    expect((await colleague.open('/staff/requests')).status).toBe(200);
  });

  it('ends when the account is disabled', async () => {
    await server.addStaff('leaver');
    const browser = await signedIn('leaver');
    await server.staffDirectory.disable('leaver');
    expect((await browser.open('/staff/requests')).status).toBe(401);
    expect((await browser.signIn('leaver')).status).toBe(401);
  });
});

describe('a link in a mail', () => {
  it('asks the browser to come back with the cookie that SameSite=Strict kept', async () => {
    const path = '/staff/requests/00000000-0000-7000-8000-000000000001';
    const page = await new StaffBrowser(server.url).open(path, { 'sec-fetch-site': 'cross-site' });
    expect(page.status).toBe(200);
    expect(page.text).toContain(`<meta http-equiv="refresh" content="0;url=${path}">`);
  });
});

describe('the language of the page', () => {
  it('follows the browser, then the choice', async () => {
    const browser = new StaffBrowser(server.url);
    const french = { 'accept-language': 'fr-BE,fr;q=0.9,en;q=0.5' };
    expect((await browser.open('/staff', french)).text).toContain('<html lang="fr">');
    expect((await browser.open('/staff', { 'accept-language': 'de' })).text).toContain('<html lang="en">');
    const answer = await browser.send('/staff/language', { language: 'en', returnTo: '/staff/requests' });
    expect(answer.location).toBe('/staff/requests');
    expect(answer.headers.getSetCookie()[0]).toBe(
      'staff-language=en; Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000',
    );
    expect((await browser.open('/staff', french)).text).toContain('<html lang="en">');
    expect((await browser.send('/staff/language', { language: 'xx' })).status).toBe(403);
    expect((await browser.send('/staff/language', { language: 'fr', returnTo: '//evil.test' })).location).toBe(
      '/staff',
    );
  });
});
