import { findPhoneNumbersInText, type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { PhoneReader } from '#src/domain/textReader.ts';
import { maskOtherNumbers } from './maskOtherNumbers.ts';
import { preparePhoneText } from './preparePhoneText.ts';

type Region = 'BE' | 'LU';

/** Fewer digits are an age, a house number, a time; more than E.164 allows (and a doubled prefix) are no phone. */
const MIN_DIGITS = 6;
const MAX_DIGITS = 17;

const MOBILE_TYPES = new Set(['MOBILE', 'FIXED_LINE_OR_MOBILE']);

/**
 * The first valid phone number of a text, of any country and in any digits; if there is none, the first run of at
 * least six digits that is not a date, an account, a national number or money. Without `+` or `00` a number is Belgian
 * or Luxembourgish, in the order of `country`; failing that, the country code may stand there without a plus.
 */
export const readPhone: PhoneReader = (raw, country) => {
  const text = maskOtherNumbers(preparePhoneText(raw));
  if (!/\d/.test(text)) return undefined;
  const regions: readonly Region[] = country === 'LU' ? ['LU', 'BE'] : ['BE', 'LU'];
  const runs = findDigitRuns(text);
  const valid = findValid(text, regions, country) ?? findGlued(runs, regions, country) ?? findWithoutPlus(runs);
  if (valid) return { number: valid.number, isValid: true };
  const [run] = runs;
  return run === undefined ? undefined : { number: run.replace(/(?!^\+)\D/g, ''), isValid: false };
};

function findValid(text: string, regions: readonly Region[], country: Region | undefined): PhoneNumber | undefined {
  for (const region of regions) {
    for (const { number, startsAt, endsAt } of findPhoneNumbersInText(text, region)) {
      if (isPlausible(number, text.slice(startsAt, endsAt), country)) return number;
    }
  }
  return undefined;
}

// The library's search skips numbers that touch a letter (“رقمي0470…”).
function findGlued(
  runs: readonly string[],
  regions: readonly Region[],
  country: Region | undefined,
): PhoneNumber | undefined {
  for (const run of runs) {
    for (const region of regions) {
      const number = parsePhoneNumberFromString(run, region);
      if (number?.isValid() && isPlausible(number, run, country)) return number;
    }
  }
  return undefined;
}

// WhatsApp shows numbers as “212 612 345 678”. Only a mobile number may be read so: other long numbers are case files.
function findWithoutPlus(runs: readonly string[]): PhoneNumber | undefined {
  for (const run of runs) {
    const digits = run.replace(/\D/g, '');
    if (digits.length < 10 || run.startsWith('0') || run.startsWith('+')) continue;
    const number = parsePhoneNumberFromString(`+${digits}`);
    if (number?.isValid() && MOBILE_TYPES.has(number.getType() ?? '')) return number;
  }
  return undefined;
}

/** Guards against what the library calls valid because it forgives a missing trunk zero, and any Luxembourg length. */
function isPlausible(number: PhoneNumber, typed: string, country: Region | undefined): boolean {
  if (/^\D*(?:\+|00)/.test(typed)) return true;
  const isMobile = MOBILE_TYPES.has(number.getType() ?? '');
  if (number.countryCallingCode === '32') return /^\D*(?:0|32)/.test(typed) || isMobile;
  if (number.countryCallingCode === '352') return isMobile || country === 'LU' || /^\D*352/.test(typed);
  return true;
}

function findDigitRuns(text: string): string[] {
  const runs = text.match(/\+?\(?\d(?:[ ()./-]{0,3}\d)*/g) ?? [];
  return runs.flatMap(splitNumbers).filter((run) => {
    const count = countDigits(run);
    return count >= MIN_DIGITS && count <= MAX_DIGITS;
  });
}

/** Two numbers in a row: “0470 12 34 56 0471 22 33 44”. */
function splitNumbers(run: string): string[] {
  return countDigits(run) > MAX_DIGITS ? run.split(/ (?=0\d{2})/) : [run];
}

function countDigits(run: string): number {
  return run.replace(/\D/g, '').length;
}
