import { cleanText } from '#src/domain/cleanText.ts';
import { toWesternDigits } from '#src/domain/unicodeDigits.ts';

/** The library's search takes seconds on a long text of single digits. */
const MAX_LENGTH = 300;

/** A text with Western digits only, without invisible characters, and with the ways people write a zero or plus mended. */
export function preparePhoneText(raw: string): string {
  const visible = cleanText(raw, MAX_LENGTH).text.replace(/[\u200c\u200d]/g, '');
  return (
    toWesternDigits(visible)
      .replace(/＋|\u207a/g, '+')
      .replace(/[\u2010-\u2015\u2212－]/g, '-')
      .replace(/[\u00a0\u2000-\u200a\u202f\u3000\t]/g, ' ')
      // “O47O 12 34 56”: a letter O between digits, or in front of a number.
      .replace(/(?<=\d[ ./-]?)[oO]{1,2}(?=[ ./-]?\d)/g, toZeros)
      .replace(/(?<![\p{L}\d])[oO]{1,2}(?=\d{2})/gu, toZeros)
      // “+32 (0)470 …”
      .replace(/((?:\+|00) ?\d{1,3}) ?\(0\)/g, '$1 ')
      .replace(/\+ (?=\d)/g, '+')
  );
}

function toZeros(letters: string): string {
  return '0'.repeat(letters.length);
}
