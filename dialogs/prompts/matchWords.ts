import type { BotListKey } from '#src/i18n/keys.ts';
import type { Texts } from '#src/i18n/translator.ts';

/** Folds what people type to a comparable form: case, accents, Arabic letter forms, punctuation, doubled spaces. */
export function foldWords(text: string): string {
  return (
    text
      .slice(0, 200)
      .normalize('NFKD')
      .replace(/\p{M}+/gu, '')
      .toLowerCase()
      .replace(/[أإآٱ]/g, 'ا')
      .replace(/[ىی]/g, 'ي')
      .replace(/ة/g, 'ه')
      .replace(/ـ/g, '')
      .replace(/[’ʼ`´]/g, "'")
      // A question mark stays: “ok?” asks back, it does not agree.
      .replace(/[?؟]+/gu, ' ?')
      .replace(/[^\p{L}\p{N}'?]+/gu, ' ')
      .trim()
  );
}

/** True if the whole text is one of the words or phrases of a list in `locales/` (“yes”, “stop”, …), in that language. */
export function isOneOf(texts: Texts, key: BotListKey, text: string): boolean {
  const folded = foldWords(text);
  return folded !== '' && foldedList(texts, key).has(folded);
}

const foldedLists = new WeakMap<Texts, Map<BotListKey, ReadonlySet<string>>>();

/** A list as it is compared. Folded once per language, as every message is held against many lists. */
function foldedList(texts: Texts, key: BotListKey): ReadonlySet<string> {
  const lists = foldedLists.get(texts) ?? new Map<BotListKey, ReadonlySet<string>>();
  foldedLists.set(texts, lists);
  const known = lists.get(key);
  if (known) return known;
  const folded = new Set(texts.list(key).map(foldWords));
  lists.set(key, folded);
  return folded;
}
