/** Kinds of features. Each kind is normalised on its own, so that long texts do not drown the words in letters. */
export const FEATURE_GROUPS = { prefix: 0, inWord: 1, acrossWords: 2, skeleton: 3 } as const;
export const GROUP_COUNT = 4;

/** What a text is made of, as 32-bit hashes: no string is built, and no vocabulary of strings need be kept. */
export interface RawFeatures {
  readonly hashes: number[];
  /** Group of the feature at the same index. */
  readonly groups: number[];
  readonly wordCount: number;
}

const SEEDS = [0x811c9dc5, 0x2f0b4a63, 0x5bd1e995, 0x1b873593] as const;
const PREFIX_LENGTH = 4;
const LONGEST_GRAM = 4;
const SPACE = 32;

/**
 * Hashes of the 4-letter word prefixes, the letter 2–4-grams inside words and those across word borders, and the
 * consonant skeletons where there are any. Hashes of different groups differ by their seed.
 */
export function extractFeatures(words: readonly string[], skeletons: readonly string[] = []): RawFeatures {
  const hashes: number[] = [];
  const groups: number[] = [];
  for (const word of words) {
    hashes.push(hashString(word.slice(0, PREFIX_LENGTH), SEEDS[0]));
    groups.push(FEATURE_GROUPS.prefix);
    pushGrams(` ${word} `, SEEDS[1], FEATURE_GROUPS.inWord, hashes, groups);
  }
  pushGrams(` ${words.join(' ')} `, SEEDS[2], FEATURE_GROUPS.acrossWords, hashes, groups);
  for (const skeleton of skeletons) {
    hashes.push(hashString(skeleton, SEEDS[3]));
    groups.push(FEATURE_GROUPS.skeleton);
  }
  return { hashes, groups, wordCount: words.length };
}

function pushGrams(text: string, seed: number, group: number, hashes: number[], groups: number[]): void {
  for (let start = 0; start + 1 < text.length; start += 1) {
    let hash = seed;
    const end = Math.min(text.length, start + LONGEST_GRAM);
    for (let i = start; i < end; i += 1) {
      hash = step(hash, text.charCodeAt(i));
      if (i === start) continue;
      hashes.push(finish(hash));
      groups.push(group);
    }
  }
}

/** FNV-1a over code units, with a final mixing so that the low bits can index a table. */
export function hashString(text: string, seed: number = SEEDS[0]): number {
  let hash = seed;
  for (let i = 0; i < text.length; i += 1) hash = step(hash, text.charCodeAt(i));
  return finish(hash);
}

function step(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, 0x01000193);
}

function finish(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  const value = (mixed ^ (mixed >>> 13)) >>> 0;
  return value === 0 ? SPACE : value;
}
