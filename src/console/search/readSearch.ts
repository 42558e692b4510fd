import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { cleanText, MAX_FIELD_LENGTH } from '#src/domain/cleanText.ts';
import type { RequestSearch } from '#src/domain/requestDesk.ts';
import { toWesternDigits } from '#src/domain/unicodeDigits.ts';

/** Fewer digits are no number that anybody can be called under. */
const MIN_DIGITS = 5;

/** Eight letters and digits, as a reference is spelt on the phone. Some names look the same. */
const REFERENCE = /^[\p{L}\p{Nd}]{8}$/u;

/**
 * What the one search field may mean, most likely first: the first search that finds something counts. Empty if there is
 * nothing to look for.
 */
export function readSearch(typed: string): readonly RequestSearch[] {
  const { text } = cleanText(typed, MAX_FIELD_LENGTH);
  if (text === '') return [];
  if (text.includes('@')) return [{ by: 'email', address: text }];
  const compact = toWesternDigits(text).replace(/[\s.\-–/()]/gu, '');
  const searches: RequestSearch[] = REFERENCE.test(compact) ? [{ by: 'reference', reference: compact }] : [];
  if (/^\+?\d+$/.test(compact) && compact.length >= MIN_DIGITS) {
    searches.push({ by: 'phone', numbers: spellNumber(text, compact) });
  } else {
    searches.push({ by: 'name', name: text });
  }
  return searches;
}

/** The number as it was typed, and as it is stored if it is a valid one of Belgium, Luxembourg or the whole world. */
function spellNumber(text: string, compact: string): readonly string[] {
  const parsed = (['BE', 'LU'] as const).map((region) => parsePhoneNumberFromString(toWesternDigits(text), region));
  const world = parsePhoneNumberFromString(`+${compact.replace(/^(?:\+|00)/, '')}`);
  return [...new Set([text, ...[...parsed, world].flatMap((number) => (number?.isValid() ? [number.number] : []))])];
}
