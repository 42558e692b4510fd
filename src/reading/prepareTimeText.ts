import { cleanText } from '#src/domain/cleanText.ts';
import { toWesternDigits } from '#src/domain/unicodeDigits.ts';
import type { ReadableLanguage } from './recognizerTask.ts';

const MAX_LENGTH = 200;
/** More numbers than this are no wished time. The recogniser's work on French number words doubles with each few. */
const MAX_NUMBERS = 8;

const NUMBERS =
  /\d+|(?<!\p{L})(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|hundred|thousand|une?|deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|trente|quarante|cinquante|soixante|septante|nonante|cents?|mille)(?!\p{L})/gu;

const PART_OF_DAY = /\b(?:(morning|a\.?m)|(afternoon|evening|tonight|night|p\.?m))\b/;

/** “After 6”: the recogniser sees no time in an hour without am, pm or minutes. */
const BARE_HOUR =
  /\b(after|before|until|till|by|from|around) (\d{1,2})(?![\d:.h/-]|(?:st|nd|rd|th)\b| ?(?:[ap]\.?m\b|h\b|o'clock|to\b|and\b|until\b|till\b|-|of\b|days?\b|hours?\b|hrs?\b|min|weeks?\b|months?\b|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))/g;

/**
 * Rewrites a text into forms that the recogniser reads without mistakes, or gives `undefined` if it cannot be a wished
 * time. Dates are read as in Belgium and Luxembourg, day first. An hour from 1 to 7 without am or pm is taken to be in
 * the afternoon or evening: people say when they can be called, not when they sleep.
 *
 * @param localNow - `YYYY-MM-DDTHH:MM`, for dates without a year.
 */
export function prepareTimeText(raw: string, language: ReadableLanguage, localNow: string): string | undefined {
  const plain = toWesternDigits(cleanText(raw, MAX_LENGTH).text.toLowerCase())
    .replaceAll('’', "'")
    .replaceAll('œ', 'oe')
    .replace(/[\u2010-\u2015]/g, '-')
    // Other alphabets say nothing to the English and French recognisers, and hang some of their expressions.
    .replace(/[^\u0020-\u00ff]/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  if (plain === '' || (plain.match(NUMBERS)?.length ?? 0) > MAX_NUMBERS) return undefined;
  const dated = rewriteDates(plain, localNow).replace(/(?<![\d.])(\d{1,2})\.([0-5]\d)(?![\d.])/g, '$1:$2');
  return language === 'fr' ? rewriteFrenchHours(dated) : rewriteEnglishHours(dated);
}

function rewriteDates(text: string, localNow: string): string {
  return text
    .replace(
      /(?<![\d./-])(\d{1,2})[./-](\d{1,2})[./-](20\d\d)(?!\d)/g,
      (typed, day, month, year) => toIsoDate(Number(year), Number(month), Number(day)) ?? typed,
    )
    .replace(/(?<![\d./:-])(\d{1,2})\/(\d{1,2})(?![\d/])/g, (typed, day, month) => {
      const year = Number(localNow.slice(0, 4));
      const thisYear = toIsoDate(year, Number(month), Number(day));
      const isPast = thisYear !== undefined && thisYear < localNow.slice(0, 10);
      return (isPast ? toIsoDate(year + 1, Number(month), Number(day)) : thisYear) ?? typed;
    });
}

function toIsoDate(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.toISOString().slice(0, 10) : undefined;
}

function rewriteEnglishHours(text: string): string {
  const part = PART_OF_DAY.exec(text);
  return text.replace(BARE_HOUR, (typed: string, relation: string, digits: string) => {
    const hour = Number(digits);
    if (hour > 23) return typed;
    const isLater = digits.length === 1 && (part ? part[2] !== undefined : hour >= 1 && hour <= 7);
    return `${relation} ${String(isLater ? hour + 12 : hour).padStart(2, '0')}:00`;
  });
}

// “18 h” is read as six o'clock, “midi” not at all.
function rewriteFrenchHours(text: string): string {
  return text
    .replace(/(?<!\d)(\d{1,2}) ?(?:h|heures?)(?: ?([0-5]\d)(?!\d))?(?![\p{L}\d])/gu, (typed, digits, minutes = '') =>
      Number(digits) > 23 ? typed : `${digits}h${minutes}`,
    )
    .replace(/(?<!après[ -]|apres[ -]|\p{L})midi(?!\p{L})/gu, '12:00');
}
