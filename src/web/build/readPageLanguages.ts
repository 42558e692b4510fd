import { readLocaleFile } from '#src/i18n/readLocaleFile.ts';
import { PAGE_BOT_KEYS } from './pageBotKeys.ts';
import type { PageContact } from './readPageContacts.ts';

/** The page's texts in one language, flat: `top.leave`, `bot.button.human`, `contact.emergency`. */
export type PageTexts = Readonly<Record<string, string>>;

export interface PageLanguage {
  readonly tag: string;
  readonly name: string;
  readonly direction: 'ltr' | 'rtl';
  readonly review: 'draft' | 'reviewed';
  readonly texts: PageTexts;
}

type Tree = { readonly [key: string]: unknown };

/**
 * Reads the texts of every offered language. English says which texts there are.
 * @throws {Error} naming each file and key that is missing in an offered language.
 */
export function readPageLanguages(localesDir: string, contacts: readonly PageContact[]): readonly PageLanguage[] {
  const manifest = readLocaleFile(localesDir, 'manifest.json') as {
    readonly languages: readonly Omit<PageLanguage, 'texts'>[];
  };
  const webKeys = Object.keys(flatten(readLocaleFile(localesDir, 'en/web.json') as Tree));
  const problems: string[] = [];
  const languages = manifest.languages.map(({ tag, name, direction, review }) => {
    const web = flatten(readIfThere(localesDir, `${tag}/web.json`, problems));
    const bot = flatten(readIfThere(localesDir, `${tag}/bot.json`, problems));
    const texts: Record<string, string> = {};
    const take = (key: string, from: Record<string, string>, fromKey: string, file: string): void => {
      const text = from[fromKey];
      if (text) texts[key] = text;
      else if (Object.keys(from).length > 0) problems.push(`locales/${tag}/${file}: ${fromKey}`);
    };
    for (const key of webKeys) take(key, web, key, 'web.json');
    for (const key of PAGE_BOT_KEYS) take(`bot.${key}`, bot, key, 'bot.json');
    for (const { id } of contacts.filter(isOnPage)) take(`contact.${id}`, bot, `contactLabel.${id}`, 'bot.json');
    return { tag, name, direction, review, texts };
  });
  if (problems.length > 0) {
    throw new Error(
      `These texts of offered languages are missing (add them, or take the language out of locales/manifest.json):\n${problems.join('\n')}`,
    );
  }
  return languages;
}

/** True for contacts that stand on the page itself, in the “Help now” panel. */
export function isOnPage(contact: PageContact): boolean {
  return contact.isEmergency || contact.id === 'freeLineBe' || contact.id === 'websiteBe';
}

function readIfThere(localesDir: string, file: string, problems: string[]): Tree {
  try {
    return readLocaleFile(localesDir, file) as Tree;
  } catch {
    problems.push(`locales/${file}: the whole file`);
    return {};
  }
}

function flatten(tree: Tree, prefix = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tree).flatMap(([key, value]): [string, string][] => {
      if (typeof value === 'string') return [[prefix + key, value]];
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
        return Object.entries(flatten(value as Tree, `${prefix}${key}.`));
      }
      return [];
    }),
  );
}
