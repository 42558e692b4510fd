import type { TrainingLanguage } from '#src/domain/trainingContent.ts';
import { createRandom, shuffle } from '../random.ts';
import { findMainScript, measureScripts, splitForIdentification } from './scripts.ts';

/** Suffix of the class for a language written in Latin letters although it has its own script: `ar-Latn`. */
export const ROMANISED = '-Latn';

/** Below this many letters a class cannot be told apart, and is left out. */
const MIN_LETTERS = 1_500;
/** More text than this per class changes nothing. */
const MAX_LETTERS = 40_000;
/** A class with less text than the others may have this many times less: cutting all to the least would lose too much. */
const TOLERATED_RATIO = 3;
/** Phrases mixed from two scripts teach nothing about either language. */
const PURE = 0.95;

/**
 * The phrases of all languages as classes for the identifier: one class per language in its own script, one for its
 * romanised form if people write it so, all with about the same amount of text.
 */
export function collectLanguageTexts(languages: readonly TrainingLanguage[]): Map<string, string[][]> {
  const classes = new Map<string, string[][]>();
  for (const { tag, script, phrases } of languages) {
    for (const phrase of Object.values(phrases).flat()) {
      const main = findMainScript(phrase);
      if (main === undefined || (measureScripts(phrase)[0]?.share ?? 0) < PURE) continue;
      if (main !== script && main !== 'Latn') continue;
      const name = main === script ? tag : `${tag}${ROMANISED}`;
      const words = splitForIdentification(phrase);
      if (words.length === 0) continue;
      const texts = classes.get(name);
      if (texts) texts.push(words);
      else classes.set(name, [words]);
    }
  }
  const kept = [...classes].filter(([, texts]) => countLetters(texts) >= MIN_LETTERS);
  const least = Math.min(...kept.map(([, texts]) => countLetters(texts)));
  const limit = Math.min(MAX_LETTERS, least * TOLERATED_RATIO);
  return new Map(kept.map(([name, texts]) => [name, takeLetters(texts, limit)]));
}

function takeLetters(texts: readonly string[][], limit: number): string[][] {
  const taken: string[][] = [];
  let letters = 0;
  for (const words of shuffle(texts, createRandom(17))) {
    if (letters >= limit) break;
    taken.push(words);
    letters += countLetters([words]);
  }
  return taken;
}

function countLetters(texts: readonly (readonly string[])[]): number {
  return texts.reduce((sum, words) => sum + words.reduce((n, word) => n + word.length, 0), 0);
}
