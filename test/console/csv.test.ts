import { describe, expect, it } from '@jest/globals';
import { writeCsv } from '#src/console/page/csv.ts';

const cell = (text: string) => writeCsv([[text]]).slice(1, -2);

describe('a table for spreadsheets', () => {
  it('is UTF-8 with its mark, with every cell quoted and lines as spreadsheets expect', () => {
    expect(
      writeCsv([
        ['a', 'b'],
        ['ሰላም', '<5'],
      ]),
    ).toBe('\ufeff"a","b"\r\n"ሰላም","<5"\r\n');
  });

  it.each([
    ['=1+1', `"'=1+1"`],
    ['+32 470 12 34 56', `"'+32 470 12 34 56"`],
    ['-1', `"'-1"`],
    ['@SUM(A1)', `"'@SUM(A1)"`],
    ['\t=1', `"'\t=1"`],
    ['\tx', `"'\tx"`],
    ['\r=1', `"'\r'=1"`],
    ['\rx', `"'\rx"`],
    [' =cmd', `"' =cmd"`],
    ['\u00a0=1', `"'\u00a0=1"`],
    ['\u2003=1', `"'\u2003=1"`],
    ['\ufeff=1', `"'\ufeff=1"`],
    ['a\n=1', `"a\n'=1"`],
    ['a\r\n +1', `"a\r\n' +1"`],
    ['＝1', `"'＝1"`],
    ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
    ['","=1', `""",""=1"`],
  ])('runs no formula: %j', (text, written) => {
    expect(cell(text)).toBe(written);
  });

  it.each(['', 'a', 'a=1', '1-2', '≥ 12', '–', 'e-mail@x', 'العربية', '0470 12 34 56'])(
    'leaves harmless words alone: %j',
    (text) => {
      expect(cell(text)).toBe(`"${text}"`);
    },
  );
});
