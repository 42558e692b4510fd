import { describe, expect, it } from '@jest/globals';
import { readPhone } from '#src/reading/phoneReader.ts';
import { readThreadMs } from '#test/support/loopWatch.ts';

type Country = 'BE' | 'LU' | undefined;

const BELGIAN = '+32470123456';

describe('phone numbers that are found', () => {
  it.each<[string, Country, string]>([
    ['0470 12 34 56', 'BE', BELGIAN],
    ['0470/12.34.56', undefined, BELGIAN],
    ['0470-12-34-56, please', undefined, BELGIAN],
    ['(0470) 12 34 56', undefined, BELGIAN],
    ['04 70 12 34 56', undefined, BELGIAN],
    ['470 12 34 56', undefined, BELGIAN],
    ['+32 (0)470 12 34 56', undefined, BELGIAN],
    ['00 32 470 12 34 56', undefined, BELGIAN],
    ['32470123456', undefined, BELGIAN],
    ['0470 12 34 56', 'LU', BELGIAN],
    ['my number is +32470123456.', undefined, BELGIAN],
    ['tel0470123456', undefined, BELGIAN],
    ['رقمي0470123456', undefined, BELGIAN],
    ['https://wa.me/32470123456', undefined, BELGIAN],
    ['02 511 22 33', 'BE', '+3225112233'],
    ['my number is ٠٤٧٠ ١٢ ٣٤ ٥٦', undefined, BELGIAN],
    ['شماره من ۰۴۷۰۱۲۳۴۵۶', undefined, BELGIAN],
    ['०४७० १२ ३४ ५६', undefined, BELGIAN],
    ['০৪৭০১২৩৪৫৬', undefined, BELGIAN],
    ['＋３２ ４７０ １２ ３４ ５６', undefined, BELGIAN],
    ['O47O 12 34 56', undefined, BELGIAN],
    ['oo32 470 12 34 56', undefined, BELGIAN],
    ['04\u200b70\u202d 12 34 \u206656\u2069', undefined, BELGIAN],
    ['۰۴۷۰\u200c۱۲۳۴۵۶', undefined, BELGIAN],
    ['621 123 456', 'LU', '+352621123456'],
    ['621 123 456', undefined, '+352621123456'],
    ['00352 621 123 456', 'BE', '+352621123456'],
    ['26 12 34 56', 'LU', '+35226123456'],
    ['+212 612-345678', undefined, '+212612345678'],
    ['212612345678', 'BE', '+212612345678'],
    ['٠٠٢١٢٦١٢٣٤٥٦٧٨', undefined, '+212612345678'],
    ['+963 944 123 456', undefined, '+963944123456'],
    ['+٩٦٣ ٩٤٤ ١٢٣ ٤٥٦', 'LU', '+963944123456'],
    ['WhatsApp +93 70 123 4567', undefined, '+93701234567'],
    ['0470 12 34 56 0471 22 33 44', undefined, BELGIAN],
    ['born 30.07.1985, 0470 12 34 56', undefined, BELGIAN],
  ])('reads “%s” (%s) as %s', (text, country, number) => {
    expect(readPhone(text, country)).toEqual({ number, isValid: true });
  });

  it.each<[string, Country, string]>([
    ['0470 12 34 5', 'BE', '047012345'],
    ['0612345678', undefined, '0612345678'],
    ['٠٤٧٠ ١٢ ٣٤', undefined, '04701234'],
    ['+32 470 12', undefined, '+3247012'],
    ['26 12 34 56', 'BE', '26123456'],
  ])('keeps the digits of “%s” (%s), doubtful: %s', (text, country, number) => {
    expect(readPhone(text, country)).toEqual({ number, isValid: false });
  });
});

describe('numbers that are no phone numbers', () => {
  it.each([
    '24/11/2026',
    'on 24.11.2026 or 5-12-26',
    '2026-11-24',
    '24 11 2026',
    '20261124',
    'BE68 5390 0754 7034',
    'be68539007547034',
    'LU28 0019 4006 4475 0000',
    'FR7630006000011234567890189',
    '85.07.30-033.28',
    '85073003328',
    '1985073012345',
    'from 2026-2027',
    '2019 2020',
    '1 500 000 euros',
    'EUR 2.500.000',
    '1.250,00',
    '٢٥٠٠٠٠ درهم',
    'between 10:30 and 12:30',
    'I am 35 and have 3 children, 112',
    'no number here',
    '',
  ])('finds none in “%s”', (text) => {
    for (const country of ['BE', 'LU', undefined] as const) expect(readPhone(text, country)).toBeUndefined();
  });
});

describe('hostile texts', () => {
  it.each(['1 ', '1', '+', 'a\u0301', '1.1/1-', 'be68 ', 'oO0', '(0)', '1 1 1 000 '])(
    'reads 10,000 times “%s” at once',
    (piece) => {
      const start = readThreadMs();
      readPhone(piece.repeat(10_000), undefined);
      expect(readThreadMs() - start).toBeLessThan(500);
    },
  );
});
