import { DAY_MS } from './clock.ts';
import type { Office } from './office.ts';

/** One stretch of work on one day: `HH:MM` in the time zone of the office. A lunch break is the gap between two shifts. */
export interface Shift {
  readonly opens: string;
  readonly closes: string;
}

/** When an office works, in its own time zone. */
export interface WorkingWeek {
  /** By ISO weekday, 1 = Monday … 7 = Sunday, in order of time. A weekday that is missing is free. */
  readonly shifts: Readonly<Record<number, readonly Shift[]>>;
  /** True for a day (`YYYY-MM-DD`) without work: a public holiday, or one the office has chosen. */
  readonly isClosedOn: (day: string) => boolean;
}

const NINE_TO_FIVE: readonly Shift[] = [{ opens: '09:00', closes: '17:00' }];

/** Monday to Friday, 9:00 to 17:00, without holidays: for whoever says nothing else. */
export const DEFAULT_WORKING_WEEK: WorkingWeek = {
  shifts: { 1: NINE_TO_FIVE, 2: NINE_TO_FIVE, 3: NINE_TO_FIVE, 4: NINE_TO_FIVE, 5: NINE_TO_FIVE },
  isClosedOn: () => false,
};

export const OFFICE_TIME_ZONES: Readonly<Record<Office, string>> = { BE: 'Europe/Brussels', LU: 'Europe/Luxembourg' };

/** The search for the next opening ends after this: no office is closed for a year. */
const MAX_CLOSED_DAYS = 400;

/** When the office works next: now, or from `opensAt` on. */
export function nextOfficeHours(
  office: Office,
  now: number,
  week: WorkingWeek = DEFAULT_WORKING_WEEK,
): { readonly opensAt: number; readonly isOpenNow: boolean } {
  for (const { opensAt, closesAt } of stretchesBetween(office, now, now + MAX_CLOSED_DAYS * DAY_MS, week)) {
    if (now >= closesAt) continue;
    return now >= opensAt ? { opensAt: now, isOpenNow: true } : { opensAt, isOpenNow: false };
  }
  throw new Error(`The office ${office} has no working day within ${MAX_CLOSED_DAYS} days: check its working hours`);
}

/** Working time of the office between two instants, in milliseconds: how long a request has really waited. */
export function workingTimeBetween(
  office: Office,
  from: number,
  to: number,
  week: WorkingWeek = DEFAULT_WORKING_WEEK,
): number {
  let total = 0;
  for (const { opensAt, closesAt } of stretchesBetween(office, from, to, week)) {
    total += Math.max(0, Math.min(to, closesAt) - Math.max(from, opensAt));
  }
  return total;
}

interface Stretch {
  readonly opensAt: number;
  readonly closesAt: number;
}

/** The stretches of work on the local days from that of `from` to that of `to`, in order. */
function* stretchesBetween(office: Office, from: number, to: number, week: WorkingWeek): Generator<Stretch> {
  const zone = OFFICE_TIME_ZONES[office];
  const lastDay = Date.parse(localDay(zone, to));
  for (let day = Date.parse(localDay(zone, from)); day <= lastDay; day += DAY_MS) {
    const date = new Date(day);
    const isoDay = date.toISOString().slice(0, 10);
    const shifts = week.shifts[date.getUTCDay() || 7] ?? [];
    if (shifts.length === 0 || week.isClosedOn(isoDay)) continue;
    for (const { opens, closes } of shifts) {
      yield { opensAt: instantOf(zone, isoDay, opens), closesAt: instantOf(zone, isoDay, closes) };
    }
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
