import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ConsoleServer, startConsoleServer } from '#test/support/consoleServer.ts';
import { StaffBrowser } from '#test/support/staffBrowser.ts';

let server: ConsoleServer;
let administrator: StaffBrowser;

beforeAll(async () => {
  server = await startConsoleServer();
  await server.addStaff('ada', { roles: ['administrator'] });
  administrator = new StaffBrowser(server.url);
  await administrator.signIn('ada');
  await administrator.open('/staff/people');
});
afterAll(() => server.stop());

async function member(login: string) {
  const account = await server.addStaff(login, { displayName: `<b>${login}</b>`, office: 'LU' });
  const browser = new StaffBrowser(server.url);
  await browser.signIn(login);
  return { account, browser };
}

const last = async () => (await server.auditDesk.list({ limit: 1 }))[0];

describe('the page of accounts', () => {
  it('shows who may do what, how they sign in, and who is in', async () => {
    await member('nora');
    const { text } = await administrator.open('/staff/people');
    expect(text).toContain('<bdi>&lt;b&gt;nora&lt;/b&gt;</bdi>');
    expect(text).toMatch(/Counsellor <span class="detail">Luxembourg/);
    expect(text).toContain('Sessions: 1');
    expect(text).not.toMatch(/argon2|token/);
  });

  it('ends all sessions of a member, and says who did it', async () => {
    const { account, browser } = await member('omar');
    const other = new StaffBrowser(server.url);
    await other.signIn('omar');
    const answer = await administrator.send(`/staff/people/${account.id}/end-sessions`);
    expect(answer.location).toBe('/staff/people?result=ended');
    for (const each of [browser, other]) expect((await each.open('/staff/requests')).status).toBe(401);
    const ada = await server.staffDirectory.findByLogin('ada');
    expect(await last()).toMatchObject({
      actor: `staff:${ada?.id}`,
      action: 'staff.sessionsEnded',
      subject: account.id,
      detail: '{"count":2}',
    });
    expect((await browser.signIn('omar')).status).toBe(303);
  });

  it('disables and enables, and says who did it', async () => {
    const { account, browser } = await member('paula');
    await administrator.send(`/staff/people/${account.id}/disable`);
    const ada = await server.staffDirectory.findByLogin('ada');
    expect(await last()).toMatchObject({ actor: `staff:${ada?.id}`, action: 'staff.disabled', subject: account.id });
    expect((await browser.open('/staff/requests')).status).toBe(401);
    expect((await browser.signIn('paula')).status).toBe(401);
    await administrator.send(`/staff/people/${account.id}/enable`);
    expect(await last()).toMatchObject({ action: 'staff.enabled', subject: account.id });
    expect((await browser.signIn('paula')).status).toBe(303);
  });

  it('does not let an administrator lock themselves out', async () => {
    const ada = await server.staffDirectory.findByLogin('ada');
    const answer = await administrator.send(`/staff/people/${ada?.id}/disable`);
    expect(answer.location).toBe('/staff/people?result=own');
    expect((await administrator.open('/staff/people?result=own')).text).toContain(
      'You cannot disable your own account.',
    );
  });

  it('knows nobody by a made-up id', async () => {
    for (const id of ['00000000-0000-7000-8000-000000000001', '__proto__', "x' or 1=1"]) {
      const answer = await administrator.send(`/staff/people/${encodeURIComponent(id)}/disable`);
      expect(answer.status).toBe(404);
    }
  });
});
