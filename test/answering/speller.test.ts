import { describe, expect, it } from '@jest/globals';
import { Speller } from '#src/answering/text/speller.ts';

const COUNTS: Readonly<Record<string, number>> = { passport: 5, return: 9, money: 4, monkey: 1, form: 2, from: 7 };
const speller = new Speller(
  Speller.fit(Object.entries(COUNTS).flatMap(([word, count]) => Array.from({ length: count }, () => [word]))),
);

describe('mending typing errors', () => {
  it.each([
    ['pasport', 'passport', 'a letter is missing'],
    ['passsport', 'passport', 'a letter is too many'],
    ['pazsport', 'passport', 'a letter is wrong'],
    ['passprot', 'passport', 'two letters are swapped'],
    ['retrun', 'return', 'two letters are swapped'],
  ])('reads %s as %s: %s', (typed, meant) => {
    expect(speller.correct(typed)).toBe(meant);
  });

  it('leaves known words alone, even if another word is near and more frequent', () => {
    expect(speller.correct('form')).toBe('form');
  });

  it('prefers the more frequent of two near words', () => {
    expect(speller.correct('monley')).toBe('money');
  });

  it('leaves short words and words with two errors alone', () => {
    expect(speller.correct('frm')).toBe('frm');
    expect(speller.correct('psspotr')).toBe('psspotr');
  });

  it('asks for the right first letter in short words', () => {
    expect(speller.correct('noney')).toBe('noney');
    expect(speller.correct('bassport')).toBe('passport');
  });
});
