import { expect, it } from '@jest/globals';
import { toWesternDigits } from '#src/domain/unicodeDigits.ts';

it.each([
  ['Arabic', '٠١٢٣٤٥٦٧٨٩'],
  ['Persian', '۰۱۲۳۴۵۶۷۸۹'],
  ['Devanagari', '०१२३४५६७८९'],
  ['Bengali', '০১২৩৪৫৬৭৮৯'],
  ['full-width', '０１２３４５６７８９'],
  ['mathematical, which stand in a row of five alphabets', '𝟶𝟷𝟸𝟹𝟺𝟻𝟼𝟽𝟾𝟿'],
])('maps %s digits to Western ones', (_name, digits) => {
  expect(toWesternDigits(`a${digits}b٫`)).toBe('a0123456789b٫');
});
