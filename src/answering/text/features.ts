/**
 * Kinds of features and how much each weighs. Each kind is normalised on its own, so that long texts do not drown the
 * words in letters. Weights measured on held-out phrases; several points around them are as good.
 */
export const FEATURE_GROUPS = {
  prefix: { index: 0, weight: 0.8 },
  inWord: { index: 1, weight: 1 },
  acrossWords: { index: 2, weight: 1 },
  word: { index: 3, weight: 0.6 },
  pair: { index: 4, weight: 0.6 },
  skeleton: { index: 5, weight: 1.2 },
  skeletonGram: { index: 6, weight: 1 },
} as const;

/** Weights by group index. */
export const GROUP_WEIGHTS: readonly number[] = Object.values(FEATURE_GROUPS).map(({ weight }) => weight);

/** What a text is made of, as 32-bit hashes: no string is built, and no vocabulary of strings need be kept. */
export interface RawFeatures {
  readonly hashes: number[];
  /** Group of the feature at the same index. */
  readonly groups: number[];
  readonly wordCount: number;
}

// Hashes of different groups differ by their seed.
const SEEDS = [0x811c9dc5, 0x2f0b4a63, 0x5bd1e995, 0x1b873593, 0x6a09e667, 0x3c6ef372, 0x510e527f] as const;
const PREFIX_LENGTH = 4;
const LONGEST_GRAM = 4;
const LONGEST_SKELETON_GRAM = 3;
const SPACE = 32;

/**
 * Whole words, their 4-letter prefixes and pairs of prefixes, the letter 2–4-grams inside words and across word
 * borders; and for languages that are written in two scripts the consonant skeletons that both share.
 */
export function extractFeatures(words: readonly string[], skeletons: readonly string[] = []): RawFeatures {
  const features: RawFeatures = { hashes: [], groups: [], wordCount: words.length };
  let previous: string | undefined;
  for (const word of words) {
    const prefix = word.slice(0, PREFIX_LENGTH);
    push(features, prefix, FEATURE_GROUPS.prefix.index);
    push(features, word, FEATURE_GROUPS.word.index);
    if (previous !== undefined) push(features, `${previous} ${prefix}`, FEATURE_GROUPS.pair.index);
    previous = prefix;
    pushGrams(features, ` ${word} `, LONGEST_GRAM, FEATURE_GROUPS.inWord.index);
  }
  pushGrams(features, ` ${words.join(' ')} `, LONGEST_GRAM, FEATURE_GROUPS.acrossWords.index);
  if (skeletons.length === 0) return features;
  for (const skeleton of skeletons) push(features, skeleton, FEATURE_GROUPS.skeleton.index);
  pushGrams(features, ` ${skeletons.join(' ')} `, LONGEST_SKELETON_GRAM, FEATURE_GROUPS.skeletonGram.index);
  return features;
}

function push(features: RawFeatures, text: string, group: number): void {
  features.hashes.push(hashString(text, SEEDS[group]));
  features.groups.push(group);
}

function pushGrams(features: RawFeatures, text: string, longest: number, group: number): void {
  const seed = SEEDS[group] as number;
  for (let start = 0; start + 1 < text.length; start += 1) {
    let hash = seed;
    const end = Math.min(text.length, start + longest);
    for (let i = start; i < end; i += 1) {
      hash = step(hash, text.charCodeAt(i));
      if (i === start) continue;
      features.hashes.push(finish(hash));
      features.groups.push(group);
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
