import type { Office } from './office.ts';

interface HolidayRules {
  /** `MM-DD` of the holidays that stay on one date. */
  readonly fixed: readonly string[];
  /** Days after Easter Sunday. */
  readonly afterEaster: readonly number[];
}

const EASTER_MONDAY = 1;
const ASCENSION = 39;
const WHIT_MONDAY = 50;

/**
 * Belgium: royal decree of 18 April 1974, article 1. Luxembourg: Code du travail, article L. 232-2 (9 May since 2019).
 * A package that knows them brings 45 MB for two short lists (docs/decisions).
 */
const RULES: Readonly<Record<Office, HolidayRules>> = {
  BE: {
    fixed: ['01-01', '05-01', '07-21', '08-15', '11-01', '11-11', '12-25'],
    afterEaster: [EASTER_MONDAY, ASCENSION, WHIT_MONDAY],
  },
  LU: {
    fixed: ['01-01', '05-01', '05-09', '06-23', '08-15', '11-01', '12-25', '12-26'],
    afterEaster: [EASTER_MONDAY, ASCENSION, WHIT_MONDAY],
  },
};

/** True if the day (`YYYY-MM-DD`) is a legal public holiday in the country of the office. */
export function isPublicHoliday(office: Office, day: string): boolean {
  const { fixed, afterEaster } = RULES[office];
  if (fixed.includes(day.slice(5))) return true;
  const easter = Date.parse(easterSunday(Number(day.slice(0, 4))));
  const daysAfterEaster = Math.round((Date.parse(day) - easter) / 86_400_000);
  return afterEaster.includes(daysAfterEaster);
}

/** Easter Sunday of a Gregorian year as `YYYY-MM-DD`, by the anonymous algorithm that Meeus printed (1991, chapter 8). */
export function easterSunday(year: number): string {
  const a = year % 19;
  const century = Math.floor(year / 100);
  const yearOfCentury = year % 100;
  const skippedLeapDays = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * a + century - Math.floor(century / 4) - skippedLeapDays + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(yearOfCentury / 4) - epact - (yearOfCentury % 4)) % 7;
  const correction = Math.floor((a + 11 * epact + 22 * weekday) / 451);
  const dayOfYear = epact + weekday - 7 * correction + 114;
  const month = Math.floor(dayOfYear / 31);
  const day = (dayOfYear % 31) + 1;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
