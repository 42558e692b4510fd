import { SKELETON_TABLES, type SkeletonTable } from './skeletonTables.ts';

const DOUBLED = /(.)\1+/gu;
const MIN_LENGTH = 2;
const LATIN_WORD = /^[\p{Script=Latin}\p{N}']+$/u;

/**
 * Folded words reduced to their consonants, the same whether they are written in the language's own script or in Latin
 * letters: بغيت and “bghit” both give `bgt`. It lets the phrases in one script teach the other. Empty for languages
 * written in Latin letters only; words too short to say anything are left out.
 */
export function buildSkeletons(words: readonly string[], language: string): string[] {
  const table = SKELETON_TABLES[language];
  if (!table) return [];
  return words.map((word) => toSkeleton(word, table)).filter((skeleton) => skeleton.length >= MIN_LENGTH);
}

function toSkeleton(word: string, table: SkeletonTable): string {
  if (LATIN_WORD.test(word)) {
    return table.romanised
      .reduce((text, [spelling, letter]) => text.replace(spelling, letter), strip(word, table.romanisedProclitics))
      .replace(DOUBLED, '$1');
  }
  const consonants = [...strip(word, table.proclitics)].map((letter) => table.letters[letter] ?? '').join('');
  return (table.joinsTs ? consonants.replaceAll('ts', 'c') : consonants).replace(DOUBLED, '$1');
}

function strip(word: string, prefix: RegExp | undefined): string {
  return prefix ? word.replace(prefix, '') : word;
}
