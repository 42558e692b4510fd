/** Replaces numbers that look like a phone number and are none, so that nobody dials a birthday. */
export function maskOtherNumbers(text: string): string {
  let masked = text;
  for (const { pattern, isOther } of OTHER_NUMBERS) {
    masked = masked.replace(pattern, (match) => (isOther(match) ? MASK : match));
  }
  return masked;
}

/** Ends a number for whatever reads on. */
const MASK = ' # ';

interface OtherNumber {
  readonly pattern: RegExp;
  readonly isOther: (match: string) => boolean;
}

const always = (): boolean => true;

const OTHER_NUMBERS: readonly OtherNumber[] = [
  // Links hold numbers of all kinds, e.g. of a page; the `wa.me` link holds a phone number.
  { pattern: /https?:\/\/(?!wa\.me\/)\S+/gi, isOther: always },
  // Account (IBAN), in groups or not.
  {
    pattern: /(?<![A-Za-z])[A-Za-z]{2}\d{2}(?: ?[A-Za-z0-9]{4}){2,7}(?: ?[A-Za-z0-9]{1,3})?(?![A-Za-z0-9])/g,
    isOther: isAccount,
  },
  // Belgian national register number, as printed on the card.
  { pattern: /(?<!\d)\d\d[. ]\d\d[. ]\d\d[- ]\d{3}[. ]\d\d(?!\d)/g, isOther: isNationalNumber },
  { pattern: /(?<![\d+])\d{11}(?!\d)/g, isOther: isBareNationalNumber },
  // Luxembourg national identification number: birthday and five digits.
  {
    pattern: /(?<![\d+])(?:19|20)\d\d ?(?:0[1-9]|1[0-2]) ?(?:0[1-9]|[12]\d|3[01]) ?\d{3} ?\d\d(?!\d)/g,
    isOther: always,
  },
  // Dates. A phone number may hold such a group (“0470/12.10.11”): then digits stand before it.
  { pattern: /(?<!\d|\d[ ./-]{1,3})\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d\d)(?![ ./-]?\d)/g, isOther: isDate },
  { pattern: /(?<!\d|\d[ ./-]{1,3})\d{1,2} \d{1,2} (?:19|20)\d\d(?![ ./-]?\d)/g, isOther: isDate },
  { pattern: /(?<![\d+]|\d[ ./-]{1,3})(?:19|20)\d\d([./-])\d{1,2}\1\d{1,2}(?!\d)/g, isOther: always },
  {
    pattern: /(?<![\d+]|\d[ ./-]{1,3})(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?![ ./-]?\d)/g,
    isOther: always,
  },
  // Two years: “2026-2027”.
  { pattern: /(?<![\d+]|\d[ ./-]{1,3})(?:19|20)\d\d ?[ /-] ?(?:19|20)\d\d(?![ ./-]?\d)/g, isOther: always },
  // Money.
  { pattern: /(?:€|\$|£|(?<!\p{L})(?:eur|usd|mad)) ?\d[\d., ]{0,14}/giu, isOther: always },
  {
    pattern:
      /(?<![\d+])[1-9][\d., ]{0,14} ?(?:€|\$|£|%|(?:euros?|eur|usd|mad|dh|dirhams?|dollars?|يورو|درهم|دولار)(?!\p{L}))/giu,
    isOther: always,
  },
  { pattern: /(?<![\d+.,])\d{1,3}(?:\.\d{3})+,\d\d(?!\d)/g, isOther: always },
];

/** ISO 13616: with the first four characters moved to the end and letters as 10 to 35, the number is 1 modulo 97. */
function isAccount(match: string): boolean {
  const compact = match.replace(/\s/g, '').toUpperCase();
  if (/^(?:BE\d{14}|LU\d{5})/.test(compact)) return true;
  let remainder = 0;
  for (const character of compact.slice(4) + compact.slice(0, 4)) {
    for (const digit of String(Number.parseInt(character, 36))) remainder = (remainder * 10 + Number(digit)) % 97;
  }
  return remainder === 1;
}

/** Month 20 or 40 higher: a “bis” number of somebody who is not in the population register. */
function isNationalNumber(match: string): boolean {
  const digits = match.replace(/\D/g, '');
  return Number(digits.slice(2, 4)) % 20 <= 12 && Number(digits.slice(2, 4)) <= 52 && Number(digits.slice(4, 6)) <= 31;
}

// Without its dots only the check digits tell (97 minus the number modulo 97; with a 2 in front if born since 2000).
// “32470123456” is a Belgian mobile number without plus, whatever its check digits.
function isBareNationalNumber(match: string): boolean {
  if (!isNationalNumber(match) || /^324[5-9]/.test(match)) return false;
  const check = Number(match.slice(9));
  return [match.slice(0, 9), `2${match.slice(0, 9)}`].some((body) => 97 - (Number(body) % 97) === check);
}

function isDate(match: string): boolean {
  const [first = 0, second = 0] = match.split(/\D/).map(Number);
  return first >= 1 && second >= 1 && ((first <= 31 && second <= 12) || (first <= 12 && second <= 31));
}
