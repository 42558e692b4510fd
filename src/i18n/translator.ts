import { createInstance } from 'i18next';
import type { Contact } from '#src/domain/contact.ts';
import type { LocaleTag } from '#src/domain/locale.ts';
import type { BotKey, BotListKey } from './keys.ts';
import { readLocaleFile } from './readLocaleFile.ts';

/** Values for the placeholders of a text. */
export type TextValues = Readonly<Record<string, string | number>>;

/** The bot's sentences in one language. */
export interface Texts {
  readonly locale: LocaleTag;
  /** One whole sentence or paragraph. Contact numbers (`{{freeLineBe}}`) are filled in from the contact table. */
  t(key: BotKey, values?: TextValues): string;
  /** A list: the parts of a story, or the words somebody may type for “yes”. */
  list(key: BotListKey): readonly string[];
  /** A text whose key is made at run time, such as `group.money`; `undefined` if there is none. */
  find(key: string): string | undefined;
}

export interface TranslatorOptions {
  readonly localesDir: string;
  readonly locales: readonly LocaleTag[];
  /** Contacts that may be shown: their values fill the placeholders. */
  readonly contacts: readonly Contact[];
}

// Left-to-right isolate: a phone number inside Arabic text keeps its order (rule R04).
const isolate = (value: string): string => `\u2066${value}\u2069`;

/**
 * Loads `locales/<tag>/bot.json` of every offered language once.
 * @returns the texts of a language.
 * @throws {Error} if asked for a language that was not loaded: negotiation happens before.
 */
export async function createTranslator(options: TranslatorOptions): Promise<(locale: LocaleTag) => Texts> {
  const instance = createInstance();
  await instance.init({
    resources: Object.fromEntries(
      options.locales.map((tag) => [
        tag,
        { bot: readLocaleFile(options.localesDir, `${tag}/bot.json`) as Record<string, unknown> },
      ]),
    ),
    supportedLngs: [...options.locales],
    fallbackLng: false,
    ns: ['bot'],
    defaultNS: 'bot',
    // Values are put into plain text, never into HTML: the channels escape where they must.
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  const numbers = Object.fromEntries(options.contacts.map((contact) => [contact.id, isolate(contact.value)]));
  const known = new Map<LocaleTag, Texts>();
  for (const locale of options.locales) {
    const fixed = instance.getFixedT(locale, 'bot');
    known.set(locale, {
      locale,
      t: (key, values) => fixed(key as string, { ...numbers, ...values }) as string,
      list: (key) => fixed(key as string, { ...numbers, returnObjects: true }) as unknown as readonly string[],
      find: (key) =>
        instance.exists(key, { lng: locale, ns: 'bot' }) ? (fixed(key, { ...numbers }) as string) : undefined,
    });
  }
  return (locale) => {
    const texts = known.get(locale);
    if (!texts) throw new Error(`No texts were loaded for this language: ${locale}`);
    return texts;
  };
}
