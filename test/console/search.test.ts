import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readSearch } from '#src/console/search/readSearch.ts';
import { type ConsoleServer, startConsoleServer } from '#test/support/consoleServer.ts';
import { StaffBrowser } from '#test/support/staffBrowser.ts';

let server: ConsoleServer;
let browser: StaffBrowser;

beforeAll(async () => {
  server = await startConsoleServer();
  await server.addStaff('tom');
  browser = new StaffBrowser(server.url);
  await browser.signIn('tom');
});

afterAll(() => server.stop());

const find = (words: string) => browser.send('/staff/search', { words });

describe('what the search field means', () => {
  it.each([
    ['a@example.org', ['email']],
    ['0470 12 34 56', ['phone']],
    ['+32 (0)470/12.34.56', ['phone']],
    ['٠٤٧٠١٢٣٤٥٦', ['phone']],
    ['K7M2 9QX4', ['reference', 'name']],
    ['12345678', ['reference', 'phone']],
    ['Mohammed', ['reference', 'name']],
    ['Amir Hosseini', ['name']],
    ['1234', ['name']],
    ['  \u200b ', []],
  ])('“%s”: %p', (typed, expected) => {
    expect(readSearch(typed).map(({ by }) => by)).toEqual(expected);
  });

  it('a number is looked for as it was typed and as it is stored', () => {
    expect(readSearch('0470 12 34 56')).toContainEqual({
      by: 'phone',
      numbers: expect.arrayContaining(['0470 12 34 56', '+32470123456']),
    });
    expect(readSearch('212 612 345 678')).toContainEqual({
      by: 'phone',
      numbers: expect.arrayContaining(['+212612345678']),
    });
  });
});

describe('searching', () => {
  it('opens a request by its reference, however it is spelt on the phone', async () => {
    const record = await server.submit();
    const spelt = `${record.reference.slice(0, 4)} ${record.reference.slice(4)}`.toLowerCase();
    const found = await find(spelt);
    expect([found.status, found.location]).toEqual([303, `/staff/requests/${record.id}`]);
  });

  it('lists who has this name, number or address, without repeating it', async () => {
    const record = await server.submit({
      name: 'Tesfay Amanuel',
      means: { kind: 'phone', number: '+32471998877', isValid: true },
    });
    for (const words of ['amanuel', 'TESFAY', '0471 99 88 77', '0032471998877']) {
      const page = await find(words);
      expect([words, page.status, page.text.includes(record.reference)]).toEqual([words, 200, true]);
      expect(page.text).not.toContain(words);
      expect(page.text).toContain('It was recorded that you searched, not for whom.');
      expect(/<title>(.*)<\/title>/.exec(page.text)?.[1]).toBe('Search – Return Assistant, staff');
    }
  });

  it('finds a name of eight letters although it looks like a reference', async () => {
    const record = await server.submit({ name: 'Mohammed Ali' });
    expect((await find('mohammed')).text).toContain(record.reference);
  });

  it('says so when there is nothing', async () => {
    expect((await find('Nobodyelse')).text).toContain('Names are compared word by word');
    expect((await find('+32 499 00 00 00')).text).toContain('Nothing was found for this number');
    expect((await find('x@example.org')).text).toContain('Nothing was found for this address');
    expect((await find(' ')).text).toContain('Write a reference, a name');
    expect((await find('<b>x</b>')).text).not.toContain('<b>x');
  });

  it('never stands in an address: there is no search by GET', async () => {
    const page = await browser.open('/staff/search?words=amanuel');
    expect([page.status, page.location]).toEqual([303, '/staff/requests']);
    expect((await browser.open('/staff/requests')).text).toContain('<form method="post" action="/staff/search"');
  });
});
