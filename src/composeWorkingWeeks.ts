import type { AppConfig } from './config/config.ts';
import type { Office } from './domain/office.ts';
import type { WorkingWeek } from './domain/officeHours.ts';
import { createHolidayCalendar } from './handoff/publicHolidays.ts';

/** When the offices work: the configured hours, without the country's public holidays and the office's own closed days. */
export function composeWorkingWeeks({
  shifts,
  closedDays,
}: AppConfig['officeHours']): Readonly<Record<Office, WorkingWeek>> {
  const weekOf = (office: Office): WorkingWeek => {
    const isHoliday = createHolidayCalendar(office);
    return { shifts: shifts[office], isClosedOn: (day) => closedDays[office].has(day) || isHoliday(day) };
  };
  return { BE: weekOf('BE'), LU: weekOf('LU') };
}
