// English as people around here write it: day before month.
const intlTag = (locale: string): string => `${locale === 'en' ? 'en-GB' : locale}-u-nu-latn`;

/**
 * A day as people of a language write it. Sources bear dates such as `2026-02-03`, `2021-12 (inferred)` or `2020/2021`:
 * what is not a full day is shown as it stands.
 */
export function formatDay(day: string, locale: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return day.replace(/\s*\(.*\)$/, '');
  return dayFormat(locale).format(new Date(`${day}T12:00:00Z`));
}

const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** Made once per language: making one costs as much as a hundred uses. */
function dayFormat(locale: string): Intl.DateTimeFormat {
  const known = dayFormats.get(locale);
  if (known) return known;
  const made = new Intl.DateTimeFormat(intlTag(locale), { dateStyle: 'long', timeZone: 'UTC' });
  dayFormats.set(locale, made);
  return made;
}

/** Belgium and Luxembourg share it. */
const OFFICE_ZONE = 'Europe/Brussels';

const isoDays = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone: OFFICE_ZONE });

/** The calendar day of an instant in the office's time zone, as `YYYY-MM-DD` (Swedish writes dates so). */
export function localDay(epochMs: number): string {
  return isoDays.format(epochMs);
}

/** An instant as day and time in the office's time zone. */
export function formatInstant(epochMs: number, locale: string): { readonly day: string; readonly time: string } {
  const date = new Date(epochMs);
  return {
    day: new Intl.DateTimeFormat(intlTag(locale), {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      timeZone: OFFICE_ZONE,
    }).format(date),
    time: new Intl.DateTimeFormat(intlTag(locale), {
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZone: OFFICE_ZONE,
    }).format(date),
  };
}
