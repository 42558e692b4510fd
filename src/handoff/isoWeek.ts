import { DAY_MS } from '#src/domain/clock.ts';

/** The ISO 8601 week (UTC) of an instant: `2026-W48`. Its year is that of its Thursday. */
export function isoWeek(instant: number): string {
  const weekday = new Date(instant).getUTCDay() || 7;
  const thursday = new Date(instant + (4 - weekday) * DAY_MS);
  const yearStart = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  const week = Math.floor((thursday.getTime() - yearStart) / (7 * DAY_MS)) + 1;
  return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, '0')}`;
}
