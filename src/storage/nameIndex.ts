import type { BlindIndex } from '#src/domain/sealing.ts';

/** More words than any name has: what follows is a sentence in the wrong field. */
const MAX_WORDS = 8;

/** Letters that people write for one another and that Unicode does not fold. */
const FOLDED: Readonly<Record<string, string>> = {
  ی: 'ي',
  ى: 'ي',
  ک: 'ك',
  ة: 'ه',
  ٱ: 'ا',
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ı: 'i',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
};

/**
 * The look-up values of a name: of the whole name written together, and of each of its words. Case, accents, vowel
 * signs, hyphens and the order of the words make no difference; spelling does.
 */
export function nameMarks(index: BlindIndex, name: string): readonly string[] {
  const words = splitName(name);
  return words.length === 0 ? [] : [...new Set([words.join(''), ...words])].map((word) => index.of('name', word));
}

/** What a stored name must have to be the one looked for: `whole`, or else every one of `words`. */
export function nameLookUp(
  index: BlindIndex,
  name: string,
): { readonly whole: string; readonly words: readonly string[] } | undefined {
  const words = splitName(name);
  if (words.length === 0) return undefined;
  return { whole: index.of('name', words.join('')), words: [...new Set(words)].map((word) => index.of('name', word)) };
}

function splitName(name: string): readonly string[] {
  const folded = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{Mn}|[’'`ʼ.\u0640]/gu, '')
    .replace(/[^\p{ASCII}]/gu, (letter) => FOLDED[letter] ?? letter);
  return folded
    .split(/[^\p{L}\p{N}\p{Mc}]+/u)
    .filter((word) => word !== '')
    .slice(0, MAX_WORDS);
}
