/** A time of day, or a span of one (`HH:MM`); `relation` opens it to one side. */
export interface DayTime {
  readonly start: string;
  readonly end: string | undefined;
  readonly relation: 'after' | 'before' | undefined;
}

/**
 * The ISO form of a time on a day, or of a time on any day if `date` is `undefined`.
 *
 * @returns `undefined` if it is over by `localNow` (`YYYY-MM-DDTHH:MM`).
 */
export function combineDayAndTime(date: string | undefined, time: DayTime, localNow: string): string | undefined {
  const start = `${date ?? ''}T${time.start}`;
  if (date === undefined) {
    if (time.relation === 'after') return `${start}/..`;
    if (time.relation === 'before') return `../${start}`;
    return time.end === undefined ? start : `${start}/T${time.end}`;
  }
  if (time.relation === 'after') return date >= localNow.slice(0, 10) ? `${start}/..` : undefined;
  if (time.relation === 'before') return start > localNow ? `${date}T00:00/${start}` : undefined;
  const end = `${date}T${time.end ?? time.start}`;
  if (end < localNow) return undefined;
  return time.end === undefined ? start : `${start}/${end}`;
}
