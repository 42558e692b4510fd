/**
 * A word reduced to its consonants, the same whether it is written in the language's own script or in Latin letters:
 * بغيت and “bghit” both give `bgt`. It lets the phrases in one script teach the other.
 */
interface SkeletonTable {
  /** Own letters → consonant; letters not named vanish. */
  readonly letters: Readonly<Record<string, string>>;
  /** Prefixes written together with a word: articles and the like. */
  readonly proclitics: RegExp;
  /** Spellings of the romanised form, applied in order, before vowels are dropped. */
  readonly romanised: readonly (readonly [RegExp, string])[];
  readonly romanisedProclitics: RegExp;
}

const TABLES: Readonly<Record<string, SkeletonTable>> = {
  Arab: {
    letters: {
      ب: 'b',
      پ: 'b',
      ت: 't',
      ث: 't',
      ط: 't',
      ج: 'j',
      ژ: 'j',
      ح: '7',
      خ: 'x',
      د: 'd',
      ذ: 'd',
      ض: 'd',
      ظ: 'd',
      ر: 'r',
      ز: 'z',
      س: 's',
      ص: 's',
      ش: 'c',
      چ: 'c',
      ع: '3',
      غ: 'g',
      گ: 'g',
      ف: 'f',
      ڤ: 'f',
      ق: 'q',
      ک: 'k',
      ل: 'l',
      م: 'm',
      ن: 'n',
      ه: 'h',
    },
    proclitics: /^(?:وال|بال|فال|لل|ال)(?=..)/u,
    romanised: [
      [/kh|5|7'/g, 'x'],
      [/gh|3'/g, 'g'],
      [/sh|ch/g, 'c'],
      [/th|6/g, 't'],
      [/dh/g, 'd'],
      [/[98]/g, 'q'],
      [/p/g, 'b'],
      [/v/g, 'f'],
      [/[aeiouyw0124']/g, ''],
    ],
    romanisedProclitics: /^(?:el|al|l)(?=..)/,
  },
};

const DOUBLED = /(.)\1+/gu;
const MIN_LENGTH = 2;

/** True if words in this script have skeletons that their romanised form shares. */
export function hasSkeletons(script: string): boolean {
  return script in TABLES;
}

/** The skeletons of folded words, for a language of this script; words too short to have one are left out. */
export function buildSkeletons(words: readonly string[], script: string | null): string[] {
  const table = script === null ? undefined : TABLES[script];
  if (!table) return [];
  return words.map((word) => toSkeleton(word, table)).filter((skeleton) => skeleton.length >= MIN_LENGTH);
}

function toSkeleton(word: string, table: SkeletonTable): string {
  if (/^[\p{Script=Latin}\p{N}']+$/u.test(word)) {
    const bare = word.replace(table.romanisedProclitics, '').replace(/h$/, '');
    return table.romanised
      .reduce((text, [spelling, letter]) => text.replace(spelling, letter), bare)
      .replace(DOUBLED, '$1');
  }
  const bare = word.replace(table.proclitics, '').replace(DOUBLED, '$1');
  return [...bare].map((letter) => table.letters[letter] ?? '').join('');
}
