import Holidays from 'date-holidays';
import type { Office } from '#src/domain/office.ts';

/**
 * Answers whether a day (`YYYY-MM-DD`) is a legal public holiday in the country of the office; in other countries and
 * for customs that close no office, it says no. Years are looked up once.
 */
export function createHolidayCalendar(office: Office): (day: string) => boolean {
  const holidays = new Holidays(office, { types: ['public'] });
  const years = new Map<number, ReadonlySet<string>>();
  return (day) => {
    const year = Number(day.slice(0, 4));
    let days = years.get(year);
    if (!days) {
      days = new Set(holidays.getHolidays(year).map(({ date }) => date.slice(0, 10)));
      years.set(year, days);
    }
    return days.has(day);
  };
}
