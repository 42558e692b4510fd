import { hashString } from './features.ts';

/** Words shorter than this are left alone: at one letter's distance almost everything is a word. */
const MIN_LENGTH = 4;
/** In shorter words the first letter must be right. */
const FREE_FIRST_LETTER_LENGTH = 6;

/** The words a speller knows, as they are stored. */
export interface SpellerData {
  readonly words: readonly string[];
  /** Number of phrases that hold the word at the same index. */
  readonly counts: Uint16Array;
  /** Hashes of the words and of each with one letter left out, in rising order … */
  readonly keys: Uint32Array;
  /** … and the index of the word each came from. */
  readonly owners: Uint16Array;
}

/**
 * Mends typing errors without a dictionary: an unknown word becomes the most frequent word of the training phrases at
 * one edit's distance (a letter missing, added, wrong, or two swapped), if there is one.
 */
export class Speller {
  readonly #data: SpellerData;
  readonly #known: ReadonlySet<string>;

  constructor(data: SpellerData) {
    this.#data = data;
    this.#known = new Set(data.words);
  }

  /**
   * Learns the words of some texts. At most 65,536 different ones.
   * @param untouched - Words that are right as they stand, though no text holds them: never mended, never a mending.
   */
  static fit(texts: readonly (readonly string[])[], untouched: readonly string[] = []): SpellerData {
    const frequency = new Map<string, number>(untouched.map((word) => [word, 0]));
    for (const words of texts) for (const word of new Set(words)) frequency.set(word, (frequency.get(word) ?? 0) + 1);
    const words = [...frequency.keys()];
    const entries = words.flatMap((word, owner) =>
      word.length < MIN_LENGTH ? [] : listKeys(word).map((key) => ({ key, owner })),
    );
    entries.sort((a, b) => a.key - b.key || a.owner - b.owner);
    return {
      words,
      counts: Uint16Array.from(frequency.values()),
      keys: Uint32Array.from(entries, ({ key }) => key),
      owners: Uint16Array.from(entries, ({ owner }) => owner),
    };
  }

  correct(word: string): string {
    if (word.length < MIN_LENGTH || this.#known.has(word)) return word;
    const { words, counts } = this.#data;
    let best = word;
    let bestCount = 0;
    for (const key of listKeys(word)) {
      for (const owner of this.#ownersOf(key)) {
        const count = counts[owner] as number;
        if (count <= bestCount) continue;
        const candidate = words[owner] as string;
        if (candidate[0] !== word[0] && word.length < FREE_FIRST_LETTER_LENGTH) continue;
        if (!isOneEditApart(word, candidate)) continue;
        best = candidate;
        bestCount = count;
      }
    }
    return best;
  }

  #ownersOf(key: number): Uint16Array {
    const { keys, owners } = this.#data;
    let low = 0;
    let high = keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((keys[middle] as number) < key) low = middle + 1;
      else high = middle;
    }
    let end = low;
    while (keys[end] === key) end += 1;
    return owners.subarray(low, end);
  }
}

/** Two words one edit apart share one of these; that two others do too costs a comparison, nothing else. */
function listKeys(word: string): number[] {
  const keys = new Set([hashString(word)]);
  for (let i = 0; i < word.length; i += 1) keys.add(hashString(word.slice(0, i) + word.slice(i + 1)));
  return [...keys];
}

function isOneEditApart(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let i = 0;
  while (i < a.length && i < b.length && a[i] === b[i]) i += 1;
  const x = a.slice(i);
  const y = b.slice(i);
  if (x.slice(1) === y || y.slice(1) === x || x.slice(1) === y.slice(1)) return true;
  return x[0] === y[1] && x[1] === y[0] && x.slice(2) === y.slice(2);
}
