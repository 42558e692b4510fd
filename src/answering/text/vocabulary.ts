import type { LocaleTag } from '#src/domain/locale.ts';
import type { TrainingContent } from '#src/domain/trainingContent.ts';
import { foldText, splitWords } from './foldText.ts';

/** From this length on a word counts as known by its beginning: inflected and compound words are. Few names are so long. */
const LONG_WORD = 10;
const BEGINNING = 7;

/** A word must stand in so many phrases: a name that somebody used as an example stands in one or two. */
const MIN_PHRASES = 3;

/** Tells whether a word is usual in the phrases of a language, in any case and with any accent. */
export function createVocabulary({ languages }: TrainingContent): (locale: LocaleTag, word: string) => boolean {
  const known = new Map<LocaleTag, { readonly words: ReadonlySet<string>; readonly beginnings: ReadonlySet<string> }>();

  function learn(locale: LocaleTag) {
    const phrases = languages.find(({ tag }) => tag === locale)?.phrases ?? {};
    const amounts = new Map<string, number>();
    for (const text of Object.values(phrases).flat()) {
      for (const word of new Set(splitWords(foldText(text)))) amounts.set(word, (amounts.get(word) ?? 0) + 1);
    }
    const words = new Set([...amounts].filter(([, amount]) => amount >= MIN_PHRASES).map(([word]) => word));
    const beginnings = new Set([...words].filter(({ length }) => length >= BEGINNING).map(beginningOf));
    const learnt = { words, beginnings };
    known.set(locale, learnt);
    return learnt;
  }

  return (locale, word) => {
    const { words, beginnings } = known.get(locale) ?? learn(locale);
    return splitWords(foldText(word)).every(
      (part) => words.has(part) || (part.length >= LONG_WORD && beginnings.has(beginningOf(part))),
    );
  };
}

function beginningOf(word: string): string {
  return word.slice(0, BEGINNING);
}
