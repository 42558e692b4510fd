import { DAY_MS } from '#src/domain/clock.ts';

type PartOfDay = 'MO' | 'AF' | 'EV' | 'NI';

/** One reading of a time. `start` and `end` are `YYYY-MM-DD`, `YYYY-MM-DDTHH:MM` or `HH:MM`. */
export interface TimeValue {
  readonly start: string;
  /** For days the last day, included. */
  readonly end: string | undefined;
  readonly part: PartOfDay | undefined;
  /** A weekday by name: the recogniser offers the last one and the next one. */
  readonly isWeekday: boolean;
}

/** The recogniser ends an evening at eight; here people are called until ten. */
const PARTS: Readonly<Record<PartOfDay, readonly [string, string]>> = {
  MO: ['08:00', '12:00'],
  AF: ['12:00', '18:00'],
  EV: ['18:00', '22:00'],
  NI: ['20:00', '23:59'],
};

/** Of “at 6” = 06:00 or 18:00, and “at 10” = 10:00 or 22:00, the one within these hours is meant. */
const FIRST_USUAL_HOUR = 8;
const LAST_USUAL_HOUR = 19;

/** The readings of one entity, from the untyped `values` of the library. */
export function parseValues(values: unknown, entityText: string): TimeValue[] {
  if (!Array.isArray(values)) return [];
  const parsed: TimeValue[] = [];
  for (const value of values as readonly Readonly<Record<string, string | undefined>>[]) {
    const timex = value['timex'] ?? '';
    const found = value['value'] ?? value['start'] ?? value['end'];
    if (found === undefined || !/^\d[\d: -]*$/.test(found)) return [];
    const part = entityText === 'après-midi' ? 'AF' : (/T(MO|AF|EV|NI)$/.exec(timex)?.[1] as PartOfDay | undefined);
    const end = value['start'] === undefined ? undefined : value['end'];
    parsed.push({
      ...(part ? spanOfPart(toIso(found), part) : { start: toIso(found), end: end && toIso(end) }),
      part,
      isWeekday: timex.includes('XXXX-WXX-'),
    });
  }
  return parsed.map(closeDays).filter(({ start, end }) => end === undefined || end >= start);
}

/** The time of day that is meant: within the part of the day that was named, else within the usual hours. */
export function chooseTime(
  values: readonly TimeValue[],
  part: PartOfDay | undefined,
): { readonly start: string; readonly end: string | undefined } | undefined {
  const fitting = part ? values.find(({ start }) => hourOf(start) < 12 === (part === 'MO')) : values.find(isUsual);
  return fitting ?? values[0];
}

/** Tries the days that a name such as “Monday” or “5 December” can mean, earliest first, until `use` accepts one. */
export function chooseDay(
  values: readonly TimeValue[],
  localNow: string,
  use: (date: string) => string | undefined,
): string | undefined {
  const today = localNow.slice(0, 10);
  const isWeekday = values.some((value) => value.isWeekday);
  const dates = values.map(({ start }) => start.slice(0, 10));
  if (isWeekday) dates.push(...dates.map((date) => addDays(date, 7)));
  for (const date of [...new Set(dates)].sort()) {
    const used = date >= today ? use(date) : undefined;
    if (used === undefined) continue;
    // “Monday”, said on a Monday: today or in a week? The person's own words are better than a guess.
    return isWeekday && date === today ? undefined : used;
  }
  return undefined;
}

/** The earliest reading that is not over: a moment, an interval, or a range of days. */
export function chooseMoment(
  values: readonly TimeValue[],
  localNow: string,
  bound: 'after' | 'before' | undefined,
): string | undefined {
  const usual = values.filter(isUsual);
  const readings = (usual.length > 0 ? usual : values).flatMap((value) =>
    value.isWeekday ? [value, shiftWeek(value)] : [value],
  );
  const today = localNow.slice(0, 10);
  for (const { start, end, isWeekday } of readings.sort((a, b) => a.start.localeCompare(b.start))) {
    const isOver = (end ?? start) < localNow.slice(0, (end ?? start).length);
    if (isOver && bound !== 'after') continue;
    if (start.slice(0, 10) < today && end === undefined) continue;
    if (isWeekday && start.startsWith(today)) return undefined;
    if (bound === 'after') return `${start}/..`;
    if (bound === 'before') return `${start.slice(0, 10)}T00:00/${end ?? start}`;
    if (end === undefined) return start;
    return `${start.length === 10 && start < today ? today : start}/${end}`;
  }
  return undefined;
}

/** The calendar day `days` later. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date.slice(0, 10)) + days * DAY_MS).toISOString().slice(0, 10) + date.slice(10);
}

function spanOfPart(start: string, part: PartOfDay): { readonly start: string; readonly end: string } {
  const day = start.length > 8 ? `${start.slice(0, 10)}T` : '';
  return { start: day + PARTS[part][0], end: day + PARTS[part][1] };
}

// The library's ranges of days end with the first day after them.
function closeDays(value: TimeValue): TimeValue {
  return value.end?.length === 10 ? { ...value, end: addDays(value.end, -1) } : value;
}

function shiftWeek(value: TimeValue): TimeValue {
  return { ...value, start: addDays(value.start, 7), end: value.end && addDays(value.end, 7) };
}

function toIso(value: string): string {
  return value.replace(' ', 'T').replace(/(\d\d:\d\d):\d\d$/, '$1');
}

function isUsual({ start }: TimeValue): boolean {
  const hour = hourOf(start);
  return start.length === 10 || (hour >= FIRST_USUAL_HOUR && hour <= LAST_USUAL_HOUR);
}

function hourOf(value: string): number {
  return Number(/(\d\d):\d\d$/.exec(value)?.[1] ?? 0);
}
