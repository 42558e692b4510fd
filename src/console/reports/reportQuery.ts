import type { LocaleTag } from '#src/domain/locale.ts';
import type { Report } from '#src/domain/reports.ts';

/** How many weeks a report may show. */
export const PERIODS = [4, 12, 26, 52] as const;
const DEFAULT_PERIOD = 12;

/** The number of weeks that an address or a form names. */
export function readPeriod(value: string | null): number {
  return PERIODS.find((weeks) => String(weeks) === value) ?? DEFAULT_PERIOD;
}

/** The language that an address names; all of them if it names none of the report. */
export function readLanguage(value: string | null, { byLanguage }: Report): LocaleTag | undefined {
  return value !== null && byLanguage.has(value) ? value : undefined;
}
