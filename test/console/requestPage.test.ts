import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ConsoleServer, startConsoleServer } from '#test/support/consoleServer.ts';
import { StaffBrowser } from '#test/support/staffBrowser.ts';

let server: ConsoleServer;
let browser: StaffBrowser;

beforeAll(async () => {
  server = await startConsoleServer({ isDemonstration: true });
  await server.addStaff('lea', { roles: ['lead'], displayName: 'Léa' });
  browser = new StaffBrowser(server.url);
  await browser.signIn('lea');
});

afterAll(() => server.stop());

const open = async (changes: Parameters<ConsoleServer['submit']>[0] = {}) => {
  const record = await server.submit(changes);
  return { record, page: await browser.open(`/staff/requests/${record.id}`) };
};

describe('the page of a request', () => {
  it('shows the safe-contact wishes before everything else', async () => {
    const { page } = await open({ safeContact: { safeToCall: 'no', leaveMessage: 'unsaid', when: 'after 6' } });
    const order = [
      'Before you get in touch',
      'About the request',
      'How to reach the person',
      'What the person told us',
    ];
    const places = order.map((title) => page.text.indexOf(`>${title}</h2>`));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(page.text).toMatch(/box bad"><h3>Is it safe to call\?<\/h3><p class="answer">No</);
    expect(page.text).toMatch(/box warn"><h3>May you leave a message\?<\/h3><p class="answer">Not said</);
    expect(page.text).toContain('>after 6</p>');
  });

  it('names the time as it was understood, in the time of the person', async () => {
    const { page } = await open({
      safeContact: {
        safeToCall: 'yes',
        leaveMessage: 'yes',
        when: 'tomorrow after 6',
        whenUnderstood: '2027-03-02T18:00',
      },
    });
    expect(page.text).toContain('Understood as: Tuesday 2 March at 18:00');
  });

  it('says that nobody may be contacted once the person has withdrawn', async () => {
    const { reference, secret } = await server.desk.submit(
      (await import('#test/support/contactRequests.ts')).aContactRequest(),
    );
    await server.desk.withdraw(reference, secret as string);
    const found = await server.unitOfWork.run(({ requests }) => requests.findByReference(reference));
    const page = await browser.open(`/staff/requests/${found?.id}`);
    expect(page.text).toContain('The person has withdrawn this request. Do not contact them.');
    expect(page.text).not.toContain('/take"');
  });

  it('marks a person under 18', async () => {
    const { page } = await open({ kind: 'minor' });
    expect(page.text).toContain('This is not a return request.');
  });

  it('holds no personal data in its title', async () => {
    const { page, record } = await open({ name: 'Amir', message: 'CANARY' });
    expect(/<title>(.*)<\/title>/.exec(page.text)?.[1]).toBe(`Request ${record.reference} – Return Assistant, staff`);
  });

  it('shows language, topic and wishes in the words of staff', async () => {
    const { record } = await open();
    const page = await browser.open(`/staff/requests/${record.id}`, { 'accept-language': 'fr' });
    expect(page.text).toContain('<bdi lang="ar">العربية</bdi> <span class="translated">(arabe)</span>');
    expect(page.text).toContain('Comment faire une demande ?');
    expect(page.text).toContain('<bdi class="word">Dari</bdi>');
  });

  it('keeps words of the person plain, in a direction of their own', async () => {
    const { record } = await open({ message: '<b>x</b>\n& "y"', name: 'A\u202eB' });
    const page = await browser.send(`/staff/requests/${record.id}/reveal`, { show: 'words' });
    expect(page.text).toContain('<p class="words" dir="auto" lang="ar">&lt;b&gt;x&lt;/b&gt;\n&amp; &quot;y&quot;</p>');
    expect(page.text).toContain('<bdi class="word">AB</bdi>');
    expect(page.text).not.toContain('\u202e');
    expect(page.text).toContain('Hidden characters were removed from this request.');
  });

  it('shows an unreadable record as unreadable', async () => {
    const { record } = await open();
    await server.opened.db.query('delete from data_key where owner = $1', [`contact_request:${record.id}`]);
    const page = await browser.open(`/staff/requests/${record.id}`);
    expect(page.status).toBe(200);
    expect(page.text).toContain('What the person wrote cannot be read');
    expect((await browser.open('/staff/requests')).text).toContain(record.reference);
    const revealed = await browser.send(`/staff/requests/${record.id}/reveal`, { show: 'means' });
    expect([revealed.status, revealed.text.includes('cannot be read')]).toEqual([200, true]);
  });

  it('is not found under an id that nobody gave', async () => {
    for (const id of ['00000000-0000-7000-8000-000000000001', 'x', "'; drop table staff", '%00', '..%2f..']) {
      expect((await browser.open(`/staff/requests/${encodeURIComponent(id)}`)).status).toBe(404);
    }
  });
});

describe('the number or address', () => {
  it('is nowhere on the page until it is asked for', async () => {
    const { page, record } = await open({ means: { kind: 'phone', number: '+32470991234', isValid: true } });
    expect(page.text.replaceAll(/\D/g, '')).not.toContain('470991234');
    const revealed = await browser.send(`/staff/requests/${record.id}/reveal`, { show: 'means' });
    expect(revealed.status).toBe(200);
    expect(revealed.text).toContain('<bdi class="value" dir="ltr">+32 470 99 12 34</bdi>');
  });

  it('is shown as typed, with a warning, if it is no valid number', async () => {
    const { record } = await open({ means: { kind: 'whatsapp', number: '0470/12', isValid: false } });
    const revealed = await browser.send(`/staff/requests/${record.id}/reveal`, { show: 'means' });
    expect(revealed.text).toContain('dir="ltr">0470/12</bdi>');
    expect(revealed.text).toContain('This number looks incomplete or wrong.');
  });

  it('is no link: a tap by mistake calls nobody', async () => {
    const { record } = await open({ means: { kind: 'email', address: 'a@example.org' } });
    const revealed = await browser.send(`/staff/requests/${record.id}/reveal`, { show: 'means' });
    expect(revealed.text).toContain('a@example.org');
    expect(revealed.text).not.toMatch(/href="(?:mailto|tel):/);
  });
});

describe('name and words of the person', () => {
  it('are nowhere on the page until they are asked for', async () => {
    const { page, record } = await open({ name: 'CANARY-NAME', message: 'CANARY-TEXT' });
    expect(page.text).not.toContain('CANARY');
    expect(page.text).not.toContain('Amir');
    const words = await browser.send(`/staff/requests/${record.id}/reveal`, { show: 'words' });
    expect(words.text).toContain('CANARY-NAME');
    expect(words.text).toContain('CANARY-TEXT');
    expect(words.text).not.toContain('470 12 34 56');
  });

  it('and the number can be shown together, each with a row of its own', async () => {
    const { record } = await open({ name: 'CANARY-NAME' });
    const both = await browser.send(`/staff/requests/${record.id}/reveal`, { show: 'words', keep: 'means' });
    expect(both.text).toContain('CANARY-NAME');
    expect(both.text).toContain('+32 470 12 34 56');
    const rows = await server.auditDesk.list({ subject: record.id, limit: 2 });
    expect(rows.map(({ detail }) => detail)).toEqual(['{"screen":"words"}', '{"screen":"means"}']);
    expect(both.text).toContain('Name and words looked at');
  });

  it('cannot be asked for by another word', async () => {
    const { record } = await open();
    for (const fields of [{}, { show: 'all' }, { show: 'page' }] as readonly Record<string, string>[])
      expect((await browser.send(`/staff/requests/${record.id}/reveal`, fields)).status).toBe(400);
  });

  it('nor are the words of a chat that somebody else looks after', async () => {
    const eva = await server.addStaff('eva');
    const record = await server.submit({ means: { kind: 'chat' }, locale: 'fr' });
    await server.requestDesk.take(eva, record.id, 1);
    await server.liveChatDesk.send(eva, record.id, 'f1', 'CANARY-CHAT');
    const page = await browser.open(`/staff/requests/${record.id}`);
    expect(page.text).toContain('Messages hidden: 1.');
    expect(page.text).not.toContain('CANARY-CHAT');
    expect(page.text).not.toContain('data-chat');
    const rows = await server.auditDesk.list({ subject: record.id, limit: 1 });
    expect(rows[0]?.detail).toBe('{"screen":"page"}');
    const shown = await browser.send(`/staff/requests/${record.id}/reveal`, { show: 'words' });
    expect(shown.text).toContain('CANARY-CHAT');
    expect(shown.text).toContain('Chat read');
  });
});

describe('what can be done', () => {
  it('offers to assign to colleagues who may see it, with a reason, and tells it in the timeline', async () => {
    const ivo = await server.addStaff('ivo', { displayName: 'Ivo', office: 'BE' });
    await server.addStaff('lux', { displayName: 'Lux', office: 'LU' });
    const { record, page } = await open({ country: 'BE' });
    expect(page.text).toContain(`<option value="${ivo.id}">Ivo</option>`);
    expect(page.text).not.toContain('>Lux</option>');
    const path = `/staff/requests/${record.id}/assign`;
    expect((await browser.send(path, { version: '1', assignee: ivo.id })).status).toBe(400);
    const done = await browser.send(path, { version: '1', assignee: ivo.id, reason: 'language' });
    expect(done.location).toContain('result=assigned');
    const after = await browser.open(done.location ?? '');
    expect(after.text).toContain('Ivo looks after this request.');
    expect(after.text).toContain('Assigned – Ivo – Language');
    const again = await browser.send(path, { version: '1', assignee: ivo.id, reason: 'language' });
    expect(again.location).toContain('result=stale');
  });

  it('asks for a reason before a request goes back or is opened again', async () => {
    const { record } = await open();
    const send = (action: string, version: number, reason?: string) =>
      browser.send(`/staff/requests/${record.id}/${action}`, {
        version: String(version),
        ...(reason === undefined ? {} : { reason }),
      });
    await send('take', 1);
    expect((await send('release', 2)).status).toBe(400);
    expect((await send('release', 2, 'mistake')).status).toBe(400);
    expect((await send('release', 2, 'absence')).location).toContain('result=released');
    await send('take', 3);
    await send('resolve', 4, 'reached');
    expect((await send('reopen', 5)).status).toBe(400);
    expect((await send('reopen', 5, 'personReturned')).location).toContain('result=reopened');
    const page = await browser.open(`/staff/requests/${record.id}`);
    expect(page.text).toContain('Given back – Absence');
    expect(page.text).toContain('Opened again – The person got in touch again');
  });

  it('shows how long the person has waited, of how long they should at most', async () => {
    const { record } = await open();
    await server.clock.advance({ hours: 24 });
    await browser.signIn('lea');
    expect((await browser.open(`/staff/requests/${record.id}`)).text).toContain('8 hours of 8 hours');
  });
});

describe('every read is audited', () => {
  it('who, which, when, and which screen', async () => {
    const { record } = await open();
    await server.clock.advance({ minutes: 1 });
    await browser.send(`/staff/requests/${record.id}/reveal`, { show: 'means' });
    const lea = await server.staffDirectory.findByLogin('lea');
    const rows = await server.auditDesk.list({ subject: record.id });
    expect(rows.map(({ action, actor, at, detail }) => ({ action, actor, at, detail }))).toEqual([
      { action: 'request.opened', actor: `staff:${lea?.id}`, at: server.clock.now(), detail: '{"screen":"means"}' },
      {
        action: 'request.opened',
        actor: `staff:${lea?.id}`,
        at: server.clock.now() - 60_000,
        detail: '{"screen":"page"}',
      },
      expect.objectContaining({ action: 'request.submitted', actor: 'person' }),
    ]);
  });

  it('and stands in the timeline of the request', async () => {
    const { page } = await open();
    expect(page.text).toMatch(/Page looked at<\/span><bdi class="who">Léa</);
    expect(page.text).toMatch(/Request received<\/span><bdi class="who">The person</);
  });

  it('and repeated reads in a row are counted there', async () => {
    const { record } = await open();
    for (let i = 0; i < 2; i += 1) await browser.open(`/staff/requests/${record.id}`);
    const page = await browser.open(`/staff/requests/${record.id}`);
    expect(page.text.match(/Page looked at/g)).toHaveLength(1);
    expect(page.text).toContain('<b class="times">4×</b>');
  });

  it('and what cannot be audited is not read', async () => {
    const { record } = await open();
    const broken = await startConsoleServer({
      change: (options) => ({ ...options, desk: server.requestDesk, sessions: server.staffSessions }),
    });
    await server.opened.db.query(
      "create trigger no_audit before insert on audit begin select raise(abort, 'full'); end",
    );
    const other = new StaffBrowser(broken.url);
    for (const [name, value] of browser.cookies) other.cookies.set(name, value);
    const page = await other.open(`/staff/requests/${record.id}`);
    await server.opened.db.query('drop trigger no_audit');
    expect(page.status).toBeGreaterThanOrEqual(500);
    expect(page.text).not.toContain('Amir');
    await broken.stop();
  });
});
