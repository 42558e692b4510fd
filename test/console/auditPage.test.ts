import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditVerification } from '#src/domain/audit.ts';
import { type ConsoleServer, startConsoleServer } from '#test/support/consoleServer.ts';
import { StaffBrowser } from '#test/support/staffBrowser.ts';

let server: ConsoleServer;
let browser: StaffBrowser;
let found: AuditVerification | undefined;
let checks = 0;

beforeAll(async () => {
  server = await startConsoleServer({
    change: (options) => ({
      ...options,
      audit: {
        ...options.audit,
        verify: async () => {
          checks += 1;
          return found ?? options.audit.verify();
        },
      },
    }),
  });
  await server.addStaff('ada', { roles: ['auditor'], displayName: 'Ada' });
  browser = new StaffBrowser(server.url);
  await browser.signIn('ada');
});

afterAll(() => server.stop());

describe('the audit page', () => {
  it('lists what happened, newest first, with names', async () => {
    const { id } = await server.submit();
    const page = await browser.open('/staff/audit');
    expect(page.status).toBe(200);
    expect(page.text.indexOf('Request received')).toBeLessThan(page.text.indexOf('Signed in'));
    expect(page.text).toMatch(/<bdi>Ada<\/bdi>/);
    expect(page.text).toContain(id);
  });

  it('says that the chain is intact, and does not check it at each visit', async () => {
    const before = checks;
    const page = await browser.open('/staff/audit');
    await browser.open('/staff/audit');
    expect(page.text).toContain('The chain is intact. Entries checked:');
    expect(checks).toBe(before);
    await browser.open('/staff/audit?check=now');
    expect(checks).toBe(before + 1);
    await server.clock.advance({ minutes: 11 });
    await browser.open('/staff/audit');
    expect(checks).toBe(before + 2);
  });

  it('raises its voice when the chain is broken, and names the entry', async () => {
    found = { kind: 'broken', seq: 3, reason: 'changed' };
    const page = await browser.open('/staff/audit?check=now');
    found = undefined;
    expect(page.text).toContain('role="alert"');
    expect(page.text).toContain('The chain is broken at entry 3: this entry was changed.');
  });

  it('turns pages, and bears any address', async () => {
    for (let i = 0; i < 105; i += 1) {
      await server.auditDesk.record({ actor: { kind: 'system' }, action: 'backup.created', subject: '' });
    }
    const first = await browser.open('/staff/audit');
    const older = /href="(\/staff\/audit\?before=\d+)"/.exec(first.text)?.[1] ?? '';
    const second = await browser.open(older);
    expect(second.text).toContain('Account added');
    expect(second.text).toContain('Newest entries');
    for (const before of ['0', '-1', 'x', '1e9', '99999999999999999999']) {
      expect((await browser.open(`/staff/audit?before=${before}`)).status).toBe(200);
    }
  });
});
