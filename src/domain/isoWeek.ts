import { DAY_MS } from './clock.ts';

/** The ISO 8601 week (UTC) of an instant: `2026-W48`. Its year is that of its Thursday. */
export function isoWeek(instant: number): string {
  const weekday = new Date(instant).getUTCDay() || 7;
  const thursday = new Date(instant + (4 - weekday) * DAY_MS);
  const yearStart = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  const week = Math.floor((thursday.getTime() - yearStart) / (7 * DAY_MS)) + 1;
  return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, '0')}`;
}

/** The Monday (midnight UTC) with which a week of {@link isoWeek} begins. */
export function startOfIsoWeek(week: string): number {
  const [year = 0, number = 0] = week.split('-W').map(Number);
  // 4 January always lies in week 1.
  const fourth = Date.UTC(year, 0, 4);
  const monday = fourth - ((new Date(fourth).getUTCDay() || 7) - 1) * DAY_MS;
  return monday + (number - 1) * 7 * DAY_MS;
}
