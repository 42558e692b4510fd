import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ConsoleServer, startConsoleServer } from '#test/support/consoleServer.ts';
import { StaffBrowser } from '#test/support/staffBrowser.ts';

let server: ConsoleServer;
let browser: StaffBrowser;

beforeEach(async () => {
  server = await startConsoleServer({ isDemonstration: true });
  await server.addStaff('tom');
  browser = new StaffBrowser(server.url);
  await browser.signIn('tom');
});

afterEach(() => server.stop());

const references = (text: string) => [...text.matchAll(/class="reference"[^>]*>([^<]+)</g)].map(([, found]) => found);
const read = async (query = '') => (await browser.open(`/staff/requests${query}`)).text;

describe('the list of requests', () => {
  it('begins with whoever waits longest; a minor comes first', async () => {
    const first = await server.submit();
    await server.clock.advance({ minutes: 5 });
    const second = await server.submit();
    await server.clock.advance({ minutes: 5 });
    const minor = await server.submit({ kind: 'minor' });
    const page = await read();
    expect(references(page)).toEqual([minor.reference, first.reference, second.reference]);
    expect(page).toContain('Under 18');
    expect(page).toContain('10 minutes');
    expect(page).toMatch(/Waiting <span class="count">3<\/span>/);
  });

  it('shows no personal data and no topic', async () => {
    await server.submit({
      name: 'CANARY-NAME',
      message: 'CANARY-TEXT',
      means: { kind: 'phone', number: '+32470999999', isValid: true },
    });
    const page = await read();
    for (const secret of ['CANARY', '470999999', 'Dari', 'How do I apply', 'tomorrow'])
      expect(page).not.toContain(secret);
    expect(await server.auditDesk.list({})).not.toContainEqual(expect.objectContaining({ action: 'request.opened' }));
  });

  it('sorts requests into queues', async () => {
    const tom = await server.staffDirectory.findByLogin('tom');
    const eva = await server.addStaff('eva');
    const [waiting, mine, hers, closed] = [
      await server.submit(),
      await server.submit(),
      await server.submit(),
      await server.submit(),
    ];
    if (!tom) throw new Error('no account');
    await server.requestDesk.take(tom, mine.id, 1);
    await server.requestDesk.take(eva, hers.id, 1);
    await server.requestDesk.take(eva, closed.id, 1);
    await server.requestDesk.resolve(eva, closed.id, 2, 'reached');
    expect(references(await read())).toEqual([waiting.reference]);
    expect(references(await read('?queue=mine'))).toEqual([mine.reference]);
    expect(new Set(references(await read('?queue=open')))).toEqual(new Set([mine.reference, hers.reference]));
    expect(references(await read('?queue=closed'))).toEqual([closed.reference]);
    const open = await read('?queue=open');
    expect(open).toMatch(/<span class="who">You</);
    expect(open).toMatch(/<span class="who"><bdi>eva</);
  });

  it('begins with what was closed last in the list of closed requests', async () => {
    const eva = await server.addStaff('eva');
    const records = [await server.submit(), await server.submit(), await server.submit()];
    for (const index of [1, 0, 2]) {
      await server.clock.advance({ minutes: 1 });
      const { id } = records[index] ?? {};
      await server.requestDesk.take(eva, id ?? '', 1);
      await server.requestDesk.resolve(eva, id ?? '', 2, 'reached');
    }
    expect(references(await read('?queue=closed'))).toEqual([2, 0, 1].map((index) => records[index]?.reference));
  });

  it('says kindly when a list is empty', async () => {
    expect(await read()).toContain('Nobody is waiting.');
    expect(await read('?queue=mine')).toContain('You have no request in progress.');
    expect(await read('?queue=open')).toContain('No request is in progress.');
    expect(await read('?queue=closed')).toContain('Closed requests are deleted after 30 days.');
    expect(await read('?queue=undelivered')).toContain('All notices were delivered.');
    expect(await read('?queue=overdue')).toContain('Nobody has waited too long.');
    expect(await read('?language=fr')).toContain('No request matches what you have chosen.');
    expect(await read('?page=9')).toContain('There is nothing more on this page.');
  });

  it('shows undelivered notices, and sends them again', async () => {
    const record = await server.submit();
    await server.unitOfWork.run(async ({ requests, outbox }) => {
      await requests.setNoticeState(record.id, 'undelivered');
      await outbox.add({ topic: 'notice', payload: {}, dedupeKey: 'x', subject: record.id });
      const [job] = await outbox.claim('test', server.clock.now() + 60_000, 1);
      if (!job) throw new Error('no job');
      await outbox.bury(job, 'test', 'delivery_rejected');
    });
    expect(await read()).toContain('Requests whose notice did not reach staff: 1.');
    expect(references(await read('?queue=undelivered'))).toEqual([record.reference]);
    const page = await browser.open(`/staff/requests/${record.id}`);
    expect(page.text).toContain('The notice of this request did not reach staff.');
    const answer = await browser.send(`/staff/requests/${record.id}/revive`);
    expect(answer.location).toContain('result=revived');
    expect(await read()).not.toContain('did not reach staff');
    expect((await server.unitOfWork.run(({ outbox }) => outbox.counts())).ready).toBe(1);
  });

  it('filters by office for whoever serves both', async () => {
    const [be, lu] = [await server.submit({ country: 'BE' }), await server.submit({ country: 'LU' })];
    expect(references(await read('?office=LU'))).toEqual([lu.reference]);
    expect(references(await read('?office=BE'))).toEqual([be.reference]);
    expect(references(await read('?office=XX'))).toHaveLength(2);
    await server.addStaff('brussels', { office: 'BE' });
    await browser.signIn('brussels');
    expect(await read()).not.toContain('<select name="office"');
  });

  it('narrows every queue down, keeps the choice from tab to tab, and shows it', async () => {
    const [mail, phone] = [
      await server.submit({ locale: 'fr', topic: 'money', means: { kind: 'email', address: 'a@example.org' } }),
      await server.submit(),
    ];
    for (const query of ['language=fr', 'topic=money', 'means=email', 'language=fr&topic=money&means=email']) {
      const page = await read(`?${query}`);
      expect([query, references(page)]).toEqual([query, [mail.reference]]);
      expect(page).toMatch(/id="tab-waiting"[^>]*>Waiting <span class="count">1</);
    }
    const page = await read('?language=ar&topic=applying');
    expect(references(page)).toEqual([phone.reference]);
    expect(page).toContain('href="/staff/requests?queue=mine&amp;language=ar&amp;topic=applying"');
    expect(page).toContain('<span class="count">2</span> <span class="chosen">Arabic · applying</span>');
    expect(page).toContain('<option value="ar" selected>Arabic</option>');
    expect(references(await read('?urgent=yes'))).toEqual([]);
    expect(references(await read('?language=xx&topic=smalltalk&means=pigeon&status=resolved'))).toHaveLength(2);
  });

  it('tells withdrawn from resolved requests', async () => {
    const tom = await server.staffDirectory.findByLogin('tom');
    const record = await server.submit();
    if (!tom) throw new Error('no account');
    await server.requestDesk.take(tom, record.id, 1);
    await server.requestDesk.resolve(tom, record.id, 2, 'reached');
    expect(references(await read('?queue=closed&status=resolved'))).toEqual([record.reference]);
    expect(references(await read('?queue=closed&status=withdrawn'))).toEqual([]);
  });

  it('shows the clock of each request, and who has waited too long', async () => {
    const record = await server.submit();
    await server.clock.advance({ hours: 2 });
    await browser.signIn('tom');
    expect(await read()).toContain('2 hours of 8 hours');
    expect(await read()).toMatch(/Overdue <span class="count">0</);
    await server.clock.advance({ hours: 24 });
    await browser.signIn('tom');
    const page = await read('?queue=overdue');
    expect(references(page)).toEqual([record.reference]);
    expect(page).toContain('10 hours of 8 hours</span> <span class="mark bad">Overdue</span>');
    expect(page).toMatch(/Overdue <span class="count bad">1</);
  });

  it('says in its title how many wait, whatever is chosen, and nothing else of them', async () => {
    const title = async (query = '') => /<title>(.*)<\/title>/.exec(await read(query))?.[1];
    expect(await title()).toBe('Contact requests – Return Assistant, staff');
    await server.submit({ name: 'CANARY' });
    await server.submit();
    expect(await title('?language=fr&queue=mine')).toBe('(2) Contact requests – Return Assistant, staff');
  });

  it('turns pages', async () => {
    for (let i = 0; i < 53; i += 1) await server.submit();
    const first = await read();
    expect(references(first)).toHaveLength(50);
    expect(first).toContain('href="/staff/requests?queue=waiting&amp;page=2"');
    const second = await read('?queue=waiting&page=2');
    expect(references(second)).toHaveLength(3);
    expect(new Set([...references(first), ...references(second)]).size).toBe(53);
  });

  it('says on every page that it is a demonstration', async () => {
    const { id } = await server.submit();
    for (const path of ['/staff/requests', `/staff/requests/${id}`, '/staff/requests/x']) {
      expect((await browser.open(path)).text).toContain('This is a demonstration. It is not run by IOM');
    }
  });
});
