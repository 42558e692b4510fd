import { describe, expect, it } from '@jest/globals';
import { foldText, splitWords } from '#src/answering/text/foldText.ts';

const read = (text: string): string[] => splitWords(foldText(text));

describe('folding text before it is matched', () => {
  it.each([
    ['PASSEPORT périmé', 'passeport perime'],
    ['l’OIM', "l'OIM"],
    ['أُريدُ العَوْدَة', 'اريد العوده'],
    ['میخواهم', 'ميخواهم'],
    ['İstanbul ışık', 'istanbul isik'],
    ['ﷺ', 'صلي الله عليه وسلم'],
    ['ёлка', 'елка'],
    ['ｆｕｌｌ　ｗｉｄｔｈ', 'full width'],
  ])('reads %s as %s', (typed, alike) => {
    expect(read(typed)).toEqual(read(alike));
  });

  it('keeps letters that only look like accents: й is not и', () => {
    expect(read('мой')).not.toEqual(read('мои'));
  });

  it('takes every number for the same word, in any digits, but keeps digits that stand for letters', () => {
    expect(read('30 days')).toEqual(read('٣٠ days'));
    expect(read('3andi')).toEqual(['3andi']);
  });

  it('bounds the work for a text that unfolds', () => {
    expect(foldText('ﷺ'.repeat(2_000)).length).toBeLessThanOrEqual(4_000);
    expect(read('a '.repeat(2_000)).length).toBeLessThanOrEqual(400);
    expect(read('a'.repeat(2_000))[0]?.length).toBeLessThanOrEqual(32);
  });
});

describe('long numbers', () => {
  it.each(['Please call 0470 12 34 58', 'please call +32 (470) 12.34.58', 'please call ٠٤٧٠١٢٣٤٥٨'])(
    'say nothing: %s',
    (text) => {
      expect(splitWords(foldText(text))).toEqual(['please', 'call']);
    },
  );

  it('short ones stay, as one sign', () => {
    expect(splitWords(foldText('call 112 now, I am 17'))).toEqual(['call', '0', 'now', 'i', 'am', '0']);
  });
});
