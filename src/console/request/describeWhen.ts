import type { LocaleTag } from '#src/domain/locale.ts';
import type { ConsoleTexts } from '#src/i18n/consoleTexts.ts';
import { FORMAT_LOCALES } from '../page/formatTime.ts';

const INSTANT = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2})?$/;

/**
 * The wished time as the reader of free text understood it (`TextReader.readTime`): a day, a moment, an interval, or
 * an interval open to one side (`2026-11-24T18:00/..`). All in the person's local time, which no conversion may move.
 * What comes in another shape is shown as it is.
 */
export function describeWhen(t: ConsoleTexts['t'], value: string, locale: LocaleTag): string {
  const [start = '', end, ...rest] = value.split('/');
  const format = createFormat(locale, value.includes('T'));
  if (rest.length > 0 || ![start, end].every((part) => part === undefined || part === '..' || isInstant(part))) {
    return t('safety.whenUnderstood', { when: value });
  }
  if (end === undefined)
    return t('safety.whenUnderstood', { when: isInstant(start) ? format.format(at(start)) : value });
  if (start === '..' && end === '..') return t('safety.whenUnderstood', { when: value });
  if (end === '..') return t('safety.whenUnderstoodFrom', { from: format.format(at(start)) });
  if (start === '..') return t('safety.whenUnderstoodUntil', { until: format.format(at(end)) });
  return t('safety.whenUnderstood', { when: format.formatRange(at(start), at(end)) });
}

function isInstant(text: string): boolean {
  return INSTANT.test(text) && !Number.isNaN(at(text));
}

/** Local time is read and written as if it were UTC. */
function at(instant: string): number {
  return Date.parse(instant.includes('T') ? `${instant}:00Z` : `${instant}T00:00:00Z`);
}

function createFormat(locale: LocaleTag, hasTime: boolean): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(FORMAT_LOCALES[locale] ?? locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
    ...(hasTime ? { hour: '2-digit', minute: '2-digit' } : {}),
  });
}
