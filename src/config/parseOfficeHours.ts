import type { Shift } from '#src/domain/officeHours.ts';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const ENTRY = /^(\S+)\s+(.+)$/;
const SHIFT = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/;

/**
 * Reads working hours as people write them: `Mon-Thu 09:00-12:30 13:30-17:00; Fri 09:00-12:30`.
 *
 * @returns shifts by ISO weekday.
 * @throws {Error} whose message says to the operator what is wrong, without repeating what was written.
 */
export function parseOfficeHours(text: string): Readonly<Record<number, readonly Shift[]>> {
  const shifts: Record<number, readonly Shift[]> = {};
  for (const entry of text.split(';').filter((part) => part.trim() !== '')) {
    const [, days = '', times = ''] = ENTRY.exec(entry.trim()) ?? [];
    if (times === '') throw new Error('each part must name days and times, as in “Mon-Fri 09:00-17:00”');
    const ofDay = parseShifts(times);
    for (const day of parseDays(days)) {
      if (shifts[day]) throw new Error('a day stands there twice; write its shifts in one part');
      shifts[day] = ofDay;
    }
  }
  if (Object.keys(shifts).length === 0) throw new Error('must name at least one day, as in “Mon-Fri 09:00-17:00”');
  return shifts;
}

/** ISO weekdays of `Mon-Fri`, `Mon,Wed` or `Sat`. */
function parseDays(text: string): readonly number[] {
  return text.split(',').flatMap((part) => {
    const [first = '', last = first, more] = part.split('-');
    const [from, to] = [weekdayOf(first), weekdayOf(last)];
    if (from > to || more !== undefined) throw new Error('a range of days must run from Mon towards Sun');
    return Array.from({ length: to - from + 1 }, (_, offset) => from + offset);
  });
}

function weekdayOf(name: string): number {
  const index = WEEKDAYS.findIndex((day) => day === name);
  if (index < 0) throw new Error(`days are ${WEEKDAYS.join(', ')}`);
  return index + 1;
}

function parseShifts(text: string): readonly Shift[] {
  const shifts: Shift[] = [];
  for (const part of text.split(/[\s,]+/)) {
    if (!SHIFT.test(part)) throw new Error('times must look like 09:00-17:00');
    const [opens = '', closes = ''] = part.split('-');
    if (opens >= closes || opens < (shifts.at(-1)?.closes ?? '')) {
      throw new Error('the times of a day must follow one another, none over midnight');
    }
    shifts.push({ opens, closes });
  }
  return shifts;
}
