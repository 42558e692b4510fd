import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ConsoleServer, startConsoleServer } from '#test/support/consoleServer.ts';
import { StaffBrowser } from '#test/support/staffBrowser.ts';

let server: ConsoleServer;

beforeAll(async () => {
  server = await startConsoleServer({ readingLimits: { pages: 3, reveals: 2 } });
  await server.addStaff('tom', { displayName: 'Tom', office: 'BE' });
  await server.addStaff('lea', { roles: ['lead'], office: 'BE' });
  await server.addStaff('lux', { roles: ['lead'], office: 'LU' });
  await server.addStaff('aud', { roles: ['auditor'] });
  const tom = await as('tom');
  for (let i = 0; i < 4; i += 1) {
    const { id } = await server.submit();
    expect((await tom.open(`/staff/requests/${id}`)).status).toBe(200);
  }
});

afterAll(() => server.stop());

async function as(login: string): Promise<StaffBrowser> {
  const browser = new StaffBrowser(server.url);
  await browser.signIn(login);
  return browser;
}

const LINE = 'Tom – within one hour, pages opened: 3, personal data or chat shown: 0.';

describe('an alarm about unusual reading', () => {
  it('is shown to leads of the office and to auditors, and to nobody else', async () => {
    expect((await (await as('lea')).open('/staff/requests')).text).toContain(LINE);
    expect((await (await as('aud')).open('/staff/audit')).text).toContain(LINE);
    expect((await (await as('tom')).open('/staff/requests')).text).not.toContain('Unusual reading');
    expect((await (await as('lux')).open('/staff/requests')).text).not.toContain('Unusual reading');
  });

  it('goes after a week', async () => {
    await server.clock.advance({ hours: 24 * 7 });
    expect((await (await as('lea')).open('/staff/requests')).text).not.toContain('Unusual reading');
  });
});
