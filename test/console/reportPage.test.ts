import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EXPORT_REASONS } from '#src/domain/reports.ts';
import { type ConsoleServer, startConsoleServer } from '#test/support/consoleServer.ts';
import { countSomeWeeks } from '#test/support/someWeeks.ts';
import { StaffBrowser } from '#test/support/staffBrowser.ts';

let server: ConsoleServer;
let browser: StaffBrowser;

beforeAll(async () => {
  server = await startConsoleServer();
  await server.addStaff('nora', { roles: ['lead'] });
  browser = new StaffBrowser(server.url);
  await browser.signIn('nora');
});
afterAll(() => server.stop());

const read = async (query = '') => (await browser.open(`/staff/reports${query}`)).text;
const svgs = (page: string) => page.match(/<svg class="chart"[\s\S]*?<\/svg>/g) ?? [];
const table = (page: string, heading: string) =>
  new RegExp(`<caption class="visually-hidden">${heading}</caption>[\\s\\S]*?</table>`).exec(page)?.[0] ?? '';
const cells = (markup: string) =>
  [...markup.matchAll(/<div class="cell">(.*?)<\/div>/g)].map(([, text]) =>
    text?.replace(/<[^>]+>/g, '').replaceAll('&lt;', '<'),
  );

describe('the reports', () => {
  it('say what will stand here while there is nothing', async () => {
    const page = await read();
    expect(page).toContain('Nothing has been counted in a finished week yet.');
    expect(svgs(page)).toEqual([]);
    expect(page).not.toContain('/staff/reports/export');
  });

  it('show pictures with a text alternative and the same numbers as a table', async () => {
    await countSomeWeeks(server, 3);
    // The session ended long ago.
    await browser.signIn('nora');
    const page = await read();
    expect(svgs(page)).toHaveLength(6);
    for (const svg of svgs(page)) {
      const [, ids = ''] = /role="img" aria-labelledby="([^"]+)"/.exec(svg) ?? [];
      for (const id of ids.split(' ')) expect(svg).toMatch(new RegExp(`<(?:title|desc) id="${id}">[^<]{5,}<`));
      expect(svg).toMatch(/In the last one, from [^<]*2027/);
      expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    }
    expect(cells(table(page, 'What became of messages')).slice(0, 5)).toEqual([
      '1 Mar 2027',
      '≥ 40',
      '≥ 12',
      '≥ 9',
      '–',
    ]);
    expect(page).toContain('<b>–</b>');
  });

  it('show one language, whose small numbers are hidden', async () => {
    const page = await read('?language=fr&weeks=4');
    expect(page).toContain('<option value="fr" selected>Français (French)</option>');
    expect(cells(table(page, 'What became of messages')).slice(0, 5)).toEqual(['1 Mar 2027', '10', '<5', '<5', '<5']);
    expect(cells(table(page, 'Time to the first human answer')).slice(0, 3)).toEqual(['1 Mar 2027', '<5', '<5']);
    const arabic = await read('?language=ar');
    expect(cells(table(arabic, 'Time to the first human answer')).slice(0, 3)).toEqual([
      '1 Mar 2027',
      'up to 30 mins',
      'up to 8 hrs',
    ]);
  });

  it('compare languages by what may be shown, and name those of which nothing may', async () => {
    const page = await read();
    expect(page).toMatch(/Nothing may be shown of:.*(?:Tigrinya|ትግርኛ)/);
    const rows = cells(table(page, 'By language'));
    expect(rows[0]).toBe('All languages');
    expect(rows).toContain('العربية (Arabic)');
  });

  it('take no other word from the address', async () => {
    for (const query of [
      '?language=__proto__',
      '?language=%3Cb%3E',
      '?weeks=999999',
      '?weeks=-1',
      '?language=xx&weeks=x',
    ]) {
      const page = await browser.open(`/staff/reports${query}`);
      expect([page.status, page.text.includes('<b>%') || page.text.includes('&lt;b')]).toEqual([200, false]);
      expect(page.text).toContain('<option value="12" selected>');
    }
  });

  it('are downloaded as a table with the same numbers hidden, for a reason that is recorded', async () => {
    await read();
    const file = await browser.send('/staff/reports/export', { weeks: '12', reason: 'evaluation' });
    expect(file.status).toBe(200);
    expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="reports-2027-W11.csv"');
    const lines = file.text.split('\r\n');
    expect(lines[0]).toMatch(/"Week from","Language code","Language","Conversations","Answered"/);
    expect(lines.filter((line) => line.startsWith('"2027-W09","fr"'))).toEqual([
      expect.stringMatching(/^"2027-W09","fr","Français","<5","10","<5","<5","<5"/),
    ]);
    expect(lines).toHaveLength(1 + 3 * 5 + 1);
    const [last] = await server.auditDesk.list({ limit: 1 });
    expect(last).toMatchObject({ action: 'report.exported', detail: '{"reason":"evaluation","weeks":12}' });
  });

  it('are not downloaded without a reason of the list', async () => {
    await read();
    const before = (await server.auditDesk.list({ limit: 1 }))[0]?.seq;
    for (const reason of ['', 'because', '=1']) {
      expect((await browser.send('/staff/reports/export', { weeks: '12', reason })).status).toBe(400);
    }
    expect((await server.auditDesk.list({ limit: 1 }))[0]?.seq).toBe(before);
  });

  it.each(['en', 'fr', 'nl'])('have a word for each reason in %s', async (language) => {
    const page = (await browser.open('/staff/reports', { 'accept-language': language })).text;
    expect(page).not.toMatch(/reports\.|exportReason\./);
    for (const reason of EXPORT_REASONS) expect(page).toMatch(new RegExp(`<option value="${reason}">[A-ZÉ]`));
  });
});
