import { startOfIsoWeek } from '#src/domain/isoWeek.ts';
import type { LocaleTag } from '#src/domain/locale.ts';
import { BEYOND_CLASSES, type Figure, type WaitFigure } from '#src/domain/reports.ts';
import { FORMAT_LOCALES } from '../page/formatTime.ts';
import type { PageContext } from '../page/pageContext.ts';

/** A number as it stands in tables: `42`, `<5`, `≥ 42`, or a dash where nothing may be shown. */
export function describeFigure({ locale }: Pick<PageContext, 'locale'>, figure: Figure): string {
  switch (figure.kind) {
    case 'exact':
      return formatNumber(figure.value, locale);
    case 'atLeast':
      return `≥ ${formatNumber(figure.value, locale)}`;
    case 'few':
      return '<5';
    case 'hidden':
      return '–';
  }
}

/** One of the two waiting times: “up to 30 minutes”. */
export function describeWait(context: PageContext, wait: WaitFigure, which: 'median' | 'ninetieth'): string {
  return wait.kind === 'few' ? '<5' : describeWaitClass(context, wait[which]);
}

function describeWaitClass({ t, locale }: PageContext, upTo: number): string {
  if (upTo === BEYOND_CLASSES) return t('reports.longer');
  return t('reports.upTo', { duration: formatWorkingTime(upTo, locale, 'short') });
}

/** Minutes of working time in minutes or hours: a day of work is not a day. */
export function formatWorkingTime(minutes: number, locale: LocaleTag, unitDisplay: 'short' | 'narrow'): string {
  const [value, unit] = minutes < 60 ? [minutes, 'minute'] : [minutes / 60, 'hour'];
  return new Intl.NumberFormat(FORMAT_LOCALES[locale] ?? locale, { style: 'unit', unit, unitDisplay }).format(value);
}

/** The Monday of a week, short: `23/11`. */
export function formatMonday(week: string, locale: LocaleTag): string {
  return formatDay(week, locale, { day: 'numeric', month: 'numeric' });
}

/** The Monday of a week as it stands in tables: `23 Nov 2026`. */
export function formatWeek(week: string, locale: LocaleTag): string {
  return formatDay(week, locale, { dateStyle: 'medium' });
}

function formatDay(week: string, locale: LocaleTag, style: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(FORMAT_LOCALES[locale] ?? locale, { ...style, timeZone: 'UTC' }).format(
    startOfIsoWeek(week),
  );
}

function formatNumber(value: number, locale: LocaleTag): string {
  return new Intl.NumberFormat(FORMAT_LOCALES[locale] ?? locale).format(value);
}
