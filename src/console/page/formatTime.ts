import { HOUR_MS, MINUTE_MS } from '#src/domain/clock.ts';
import type { LocaleTag } from '#src/domain/locale.ts';
import { OFFICE_TIME_ZONES } from '#src/domain/officeHours.ts';
import { type Html, html } from './html.ts';

// Belgium and Luxembourg share their clocks.
const TIME_ZONE = OFFICE_TIME_ZONES.BE;

/** How dates are written in a staff language: English in the order that Europeans read. */
export const FORMAT_LOCALES: Readonly<Record<LocaleTag, string>> = { en: 'en-GB', fr: 'fr-BE' };

const formats = new Map<string, Intl.DateTimeFormat>();

/** Date and time as people write them, in office time. */
export function formatDateTime(at: number, locale: LocaleTag): string {
  return dateFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(at);
}

/** The day as people write it, in office time. */
export function formatDate(at: number, locale: LocaleTag): string {
  return dateFormat(locale, { dateStyle: 'long' }).format(at);
}

/** An instant as an element: readable text, exact value. */
export function timeElement(at: number, locale: LocaleTag): Html {
  return html`<time datetime="${new Date(at).toISOString()}">${formatDateTime(at, locale)}</time>`;
}

/** A length of working time: “25 minutes”, “12 heures”. Never in days, which would not be working days. */
export function formatWorkingTime(ms: number, locale: LocaleTag): string {
  const [value, unit] =
    ms < HOUR_MS ? ([Math.floor(ms / MINUTE_MS), 'minute'] as const) : ([Math.floor(ms / HOUR_MS), 'hour'] as const);
  return new Intl.NumberFormat(FORMAT_LOCALES[locale] ?? locale, {
    style: 'unit',
    unit,
    unitDisplay: 'long',
  }).format(value);
}

function dateFormat(locale: LocaleTag, style: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale}/${JSON.stringify(style)}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(FORMAT_LOCALES[locale] ?? locale, { ...style, timeZone: TIME_ZONE });
    formats.set(key, format);
  }
  return format;
}
