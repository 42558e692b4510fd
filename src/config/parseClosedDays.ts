import { DAY_MS, isoDay } from '#src/domain/clock.ts';
import type { Office } from '#src/domain/office.ts';

const ITEM = /^(?:(BE|LU):)?(\d{4}-\d{2}-\d{2})(?:\/(\d{4}-\d{2}-\d{2}))?$/;

/** Longer closings are a typing error in the year more often than a plan. */
const MAX_DAYS = 60;

/** The days on which each office is closed beyond public holidays, as `YYYY-MM-DD`. */
export type ClosedDays = Readonly<Record<Office, ReadonlySet<string>>>;

export const NO_CLOSED_DAYS: ClosedDays = { BE: new Set(), LU: new Set() };

/**
 * Reads `2026-12-24/2027-01-02, BE:2027-05-07`: days and first/last of a row of days, of both offices or of one.
 *
 * @throws {Error} whose message says to the operator what is wrong.
 */
export function parseClosedDays(text: string): ClosedDays {
  const days: Record<Office, Set<string>> = { BE: new Set(), LU: new Set() };
  for (const item of text.split(',')) {
    const [, office, first = '', last = first] = ITEM.exec(item.trim()) ?? [];
    const [from, to] = [Date.parse(first), Date.parse(last)];
    // 31 February reads as a date of March: the way back shows it.
    if (Number.isNaN(from + to) || isoDay(from) !== first || isoDay(to) !== last) {
      throw new Error('must be days like 2027-05-07, BE:2027-05-07 or 2026-12-24/2027-01-02, comma-separated');
    }
    if (to < from || to - from >= MAX_DAYS * DAY_MS) {
      throw new Error(`a row of days must run forwards, over at most ${MAX_DAYS} days`);
    }
    for (let day = from; day <= to; day += DAY_MS) {
      if (office !== 'LU') days.BE.add(isoDay(day));
      if (office !== 'BE') days.LU.add(isoDay(day));
    }
  }
  return days;
}
