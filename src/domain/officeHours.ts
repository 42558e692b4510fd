import { DAY_MS } from './clock.ts';
import type { Office } from './office.ts';
import { isPublicHoliday } from './publicHolidays.ts';

/** When an office works, in its own time zone. Public holidays are free. */
export interface WorkingWeek {
  /** ISO weekdays: 1 = Monday … 7 = Sunday. */
  readonly days: readonly number[];
  /** `HH:MM`, local time. */
  readonly opens: string;
  readonly closes: string;
}

/** Monday to Friday, 9:00 to 17:00: the hours assumed until the operator says otherwise. */
export const DEFAULT_WORKING_WEEK: WorkingWeek = { days: [1, 2, 3, 4, 5], opens: '09:00', closes: '17:00' };

export const OFFICE_TIME_ZONES: Readonly<Record<Office, string>> = { BE: 'Europe/Brussels', LU: 'Europe/Luxembourg' };

/** Longest row of days without work that can occur, with room to spare: the search for the next opening ends here. */
const MAX_CLOSED_DAYS = 30;

/** When the office works next: now, or from `opensAt` on. */
export function nextOfficeHours(
  office: Office,
  now: number,
  week: WorkingWeek = DEFAULT_WORKING_WEEK,
): { readonly opensAt: number; readonly isOpenNow: boolean } {
  for (const shift of shiftsFrom(office, now, week)) {
    if (now >= shift.closesAt) continue;
    return now >= shift.opensAt ? { opensAt: now, isOpenNow: true } : { opensAt: shift.opensAt, isOpenNow: false };
  }
  throw new Error(`The office ${office} has no working day within ${MAX_CLOSED_DAYS} days: check its working week`);
}

/** Working time of the office between two instants, in milliseconds: how long a request has really waited. */
export function workingTimeBetween(
  office: Office,
  from: number,
  to: number,
  week: WorkingWeek = DEFAULT_WORKING_WEEK,
): number {
  let total = 0;
  for (let start = from; start < to; start += MAX_CLOSED_DAYS * DAY_MS) {
    const end = Math.min(to, start + MAX_CLOSED_DAYS * DAY_MS);
    for (const shift of shiftsFrom(office, start, week)) {
      total += Math.max(0, Math.min(end, shift.closesAt) - Math.max(start, shift.opensAt));
    }
  }
  return total;
}

interface Shift {
  readonly opensAt: number;
  readonly closesAt: number;
}

/** The shifts of the next days, beginning with the local day of `from`. */
function* shiftsFrom(office: Office, from: number, week: WorkingWeek): Generator<Shift> {
  const zone = OFFICE_TIME_ZONES[office];
  const firstDay = Date.parse(localDay(zone, from));
  for (let offset = 0; offset <= MAX_CLOSED_DAYS; offset += 1) {
    const day = new Date(firstDay + offset * DAY_MS);
    const isoDay = day.toISOString().slice(0, 10);
    if (!week.days.includes(day.getUTCDay() || 7) || isPublicHoliday(office, isoDay)) continue;
    yield { opensAt: instantOf(zone, isoDay, week.opens), closesAt: instantOf(zone, isoDay, week.closes) };
  }
}

/** The calendar day in a time zone, as `YYYY-MM-DD`. */
function localDay(zone: string, instant: number): string {
  return localTime(zone, instant).slice(0, 10);
}

/** The instant at which clocks in a zone show a time. Offices do not open in the hour that daylight saving skips. */
function instantOf(zone: string, day: string, time: string): number {
  const asUtc = Date.parse(`${day}T${time}:00Z`);
  const offset = Date.parse(`${localTime(zone, asUtc)}Z`) - asUtc;
  const guess = asUtc - offset;
  const offsetThere = Date.parse(`${localTime(zone, guess)}Z`) - guess;
  return asUtc - offsetThere;
}

const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** Local date and time as `YYYY-MM-DDTHH:MM:SS`. */
function localTime(zone: string, instant: number): string {
  let format = FORMATS.get(zone);
  if (!format) {
    // Swedish writes dates in ISO order.
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
    FORMATS.set(zone, format);
  }
  return format.format(instant - (instant % 1000)).replace(' ', 'T');
}
