import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import i18next from 'i18next';
import type { LocaleTag } from '#src/domain/locale.ts';
import type { ConsoleKey } from './keys.ts';

/** The staff page's sentences in one language. */
export interface ConsoleTexts {
  readonly locale: LocaleTag;
  /** One whole sentence, as plain text: whoever puts it on a page escapes it. */
  t(key: ConsoleKey, values?: Readonly<Record<string, string | number>>): string;
}

/** The languages in which staff may read the console; every text exists in each of them. */
export const STAFF_LOCALES: readonly LocaleTag[] = ['en', 'fr', 'nl'];

/**
 * Loads `locales/<tag>/console.json` of the staff languages once.
 * @returns the texts of a language.
 * @throws {Error} if asked for a language that was not loaded: negotiation happens before.
 */
export async function createConsoleTexts(localesDir: string): Promise<(locale: LocaleTag) => ConsoleTexts> {
  const instance = i18next.createInstance();
  await instance.init({
    resources: Object.fromEntries(STAFF_LOCALES.map((tag) => [tag, { console: readTexts(localesDir, tag) }])),
    supportedLngs: [...STAFF_LOCALES],
    fallbackLng: false,
    ns: ['console'],
    defaultNS: 'console',
    // Plain text: `html` of the console escapes what it puts on a page.
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  const known = new Map<LocaleTag, ConsoleTexts>();
  for (const locale of STAFF_LOCALES) {
    const fixed = instance.getFixedT(locale, 'console');
    known.set(locale, { locale, t: (key, values) => fixed(key as string, { ...values }) as string });
  }
  return (locale) => {
    const texts = known.get(locale);
    if (!texts) throw new Error(`No console texts were loaded for this language: ${locale}`);
    return texts;
  };
}

function readTexts(localesDir: string, tag: LocaleTag): Record<string, unknown> {
  return JSON.parse(readFileSync(join(localesDir, tag, 'console.json'), 'utf8')) as Record<string, unknown>;
}
