import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ContactRequestRecord } from '#src/domain/contactRequestStore.ts';
import { StorageUnavailableError } from '#src/domain/errors.ts';
import { type ConsoleServer, startConsoleServer } from '#test/support/consoleServer.ts';
import { StaffBrowser } from '#test/support/staffBrowser.ts';

let server: ConsoleServer;
let browser: StaffBrowser;
let record: ContactRequestRecord;
let isDatabaseDown = false;

beforeAll(async () => {
  server = await startConsoleServer({
    change: (options) => ({
      ...options,
      desk: {
        ...options.desk,
        note: async (...args) => {
          if (isDatabaseDown) throw new StorageUnavailableError();
          return options.desk.note(...args);
        },
      },
    }),
  });
  await server.addStaff('lea', { roles: ['lead'] });
  await server.addStaff('tom');
  browser = new StaffBrowser(server.url);
  await browser.signIn('lea');
});

beforeEach(async () => {
  record = await server.submit();
});

afterAll(() => server.stop());

const now = () => server.unitOfWork.run(({ requests }) => requests.find(record.id));
const send = (action: string, fields: Record<string, string> = {}, headers: Record<string, string> = {}) =>
  browser.send(`/staff/requests/${record.id}/${action}`, fields, headers);

describe('a forged form changes nothing', () => {
  it.each([
    ['without the CSRF value', { csrf: '' }, {}],
    ['with a wrong CSRF value', { csrf: 'A'.repeat(43) }, {}],
    ['from another site', {}, { 'sec-fetch-site': 'cross-site' }],
    ['from a sister site', {}, { 'sec-fetch-site': 'same-site' }],
    ['typed into the address bar', {}, { 'sec-fetch-site': 'none' }],
    ['from a foreign origin', {}, { origin: 'https://evil.test' }],
    ['from a hidden origin', {}, { origin: 'null' }],
  ])('%s', async (_how, fields, headers) => {
    const answer = await send('take', { version: '1', ...fields }, headers);
    expect(answer.status).toBe(403);
    expect(await now()).toEqual(record);
  });

  it('from a client that tells neither site nor origin', async () => {
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(`${server.url}/staff/requests/${record.id}/take`, {
      method: 'POST',
      headers: { cookie },
      body: new URLSearchParams({ csrf: browser.csrf ?? '', version: '1' }),
    });
    expect(answer.status).toBe(403);
    expect(await now()).toEqual(record);
  });

  it("with the CSRF value of a colleague's session", async () => {
    const other = new StaffBrowser(server.url);
    await other.signIn('tom');
    const answer = await send('take', { version: '1', csrf: other.csrf ?? '' });
    expect(answer.status).toBe(403);
    expect(await now()).toEqual(record);
  });

  it('sent as a link', async () => {
    for (const action of ['take', 'release', 'note', 'resolve', 'reopen', 'erase', 'reveal', 'revive']) {
      const page = await browser.open(`/staff/requests/${record.id}/${action}?version=1&csrf=${browser.csrf}`);
      expect([404, 405]).toContain(page.status);
    }
    expect(await now()).toEqual(record);
  });
});

describe('the life of a request', () => {
  it('is taken, given back, resolved with a reason and opened again', async () => {
    expect((await send('take', { version: '1' })).location).toBe(`/staff/requests/${record.id}?result=taken`);
    expect(await now()).toMatchObject({ status: 'open', version: 2 });
    expect((await send('release', { version: '2', reason: 'workload' })).location).toContain('result=released');
    expect(await now()).toMatchObject({ status: 'pending', assignee: undefined });
    await send('take', { version: '3' });
    expect((await send('resolve', { version: '4', reason: 'reached' })).location).toContain('result=resolved');
    expect(await now()).toMatchObject({ status: 'resolved', version: 5 });
    const page = await browser.open(`/staff/requests/${record.id}?result=resolved`);
    expect(page.text).toContain('The request is resolved.');
    expect(page.text).toContain('Resolved – The person was reached');
    expect((await send('reopen', { version: '5', reason: 'mistake' })).location).toContain('result=reopened');
    expect(await now()).toMatchObject({ status: 'open' });
  });

  it('tells the second of two colleagues that the first was quicker', async () => {
    const other = new StaffBrowser(server.url);
    await other.signIn('tom');
    await other.send(`/staff/requests/${record.id}/take`, { version: '1' });
    const answer = await send('take', { version: '1' });
    expect(answer.location).toBe(`/staff/requests/${record.id}?result=stale`);
    const page = await browser.open(answer.location ?? '');
    expect(page.text).toContain('Somebody else has just changed this request');
    expect(page.text).toContain('tom looks after this request.');
  });

  it('says when a change is not possible', async () => {
    expect((await send('resolve', { version: '1', reason: 'reached' })).location).toContain('result=notAllowed');
    expect((await send('revive')).location).toContain('result=notAllowed');
    expect(await now()).toEqual(record);
  });

  it('refuses incomplete and invented fields', async () => {
    const forms: readonly [string, Record<string, string>][] = [
      ['take', {}],
      ['take', { version: '-1' }],
      ['take', { version: '1e3' }],
      ['resolve', { version: '1' }],
      ['resolve', { version: '1', reason: 'because' }],
      ['erase', { reason: 'personAsked' }],
      ['erase', { reason: 'personAsked', confirmed: 'no' }],
      ['note', {}],
    ];
    for (const [action, fields] of forms) expect((await send(action, fields)).status).toBe(400);
    expect(await now()).toEqual(record);
  });

  it('is erased for good, with reason and confirmation', async () => {
    const answer = await send('erase', { reason: 'personAsked', confirmed: 'yes' });
    expect(answer.location).toBe('/staff/requests?erased');
    expect((await browser.open('/staff/requests?erased')).text).toContain('The request was erased.');
    expect(await now()).toBeUndefined();
    expect((await browser.open(`/staff/requests/${record.id}`)).status).toBe(404);
    const events = await server.auditDesk.list({ subject: record.id, limit: 2 });
    expect(events).toContainEqual(
      expect.objectContaining({ action: 'request.erased', detail: JSON.stringify({ reason: 'personAsked' }) }),
    );
  });
});

describe('notes', () => {
  it('are cleaned, kept and shown with their author', async () => {
    expect((await send('note', { text: '  Call\u202e back\r\nat six  ' })).location).toContain('result=noted');
    const page = await browser.open(`/staff/requests/${record.id}`);
    expect(page.text).toContain('>Call back\nat six</p>');
    expect(page.text).toContain('<bdi>lea</bdi>');
  });

  it('of nothing but spaces are not kept', async () => {
    expect((await send('note', { text: ' \u200b ' })).location).toContain('result=emptyNote');
    const page = await browser.open(`/staff/requests/${record.id}?result=emptyNote`);
    expect(page.text).toContain('There is no note yet.');
  });

  it('are given back when the database does not take them', async () => {
    isDatabaseDown = true;
    const answer = await send('note', { text: 'Do not lose <this>' });
    isDatabaseDown = false;
    expect(answer.status).toBe(503);
    expect(answer.text).toContain('Do not lose &lt;this&gt;</textarea>');
  });
});
