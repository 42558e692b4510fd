import { describe, expect, it } from '@jest/globals';
import { createHolidayCalendar } from '#src/handoff/publicHolidays.ts';

const DAY_MS = 86_400_000;

describe('public holidays', () => {
  // Belgium: royal decree of 18 April 1974, article 1. Luxembourg: Code du travail, article L. 232-2 (9 May since 2019).
  it.each([
    ['BE', '2026', '01-01 04-06 05-01 05-14 05-25 07-21 08-15 11-01 11-11 12-25'],
    ['BE', '2027', '01-01 03-29 05-01 05-06 05-17 07-21 08-15 11-01 11-11 12-25'],
    ['BE', '2030', '01-01 04-22 05-01 05-30 06-10 07-21 08-15 11-01 11-11 12-25'],
    ['BE', '2035', '01-01 03-26 05-01 05-03 05-14 07-21 08-15 11-01 11-11 12-25'],
    ['LU', '2026', '01-01 04-06 05-01 05-09 05-14 05-25 06-23 08-15 11-01 12-25 12-26'],
    ['LU', '2029', '01-01 04-02 05-01 05-09 05-10 05-21 06-23 08-15 11-01 12-25 12-26'],
    ['LU', '2034', '01-01 04-10 05-01 05-09 05-18 05-29 06-23 08-15 11-01 12-25 12-26'],
  ] as const)('of %s in %s', (office, year, expected) => {
    const isHoliday = createHolidayCalendar(office);
    const found: string[] = [];
    for (let day = Date.parse(`${year}-01-01`); day <= Date.parse(`${year}-12-31`); day += DAY_MS) {
      const iso = new Date(day).toISOString().slice(0, 10);
      if (isHoliday(iso)) found.push(iso.slice(5));
    }
    expect(found.join(' ')).toBe(expected);
  });
});
