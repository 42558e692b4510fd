/** Words shorter than this are left alone: at one letter's distance almost everything is a word. */
const MIN_LENGTH = 4;
/** In shorter words the first letter must be right. */
const FREE_FIRST_LETTER_LENGTH = 6;

/**
 * Mends typing errors without a dictionary: an unknown word becomes the most frequent word of the training phrases at
 * one edit's distance (a letter missing, added, wrong, or two swapped), if there is one.
 */
export class Speller {
  readonly #frequency: ReadonlyMap<string, number>;
  readonly #byDeletion = new Map<string, string[]>();

  /** @param frequency - Known words, with the number of phrases that hold them. */
  constructor(frequency: ReadonlyMap<string, number>) {
    this.#frequency = frequency;
    for (const word of frequency.keys()) {
      if (word.length < MIN_LENGTH) continue;
      for (const key of [word, ...deletions(word)]) {
        const list = this.#byDeletion.get(key);
        if (list) list.push(word);
        else this.#byDeletion.set(key, [word]);
      }
    }
  }

  static fit(texts: readonly (readonly string[])[]): Speller {
    const frequency = new Map<string, number>();
    for (const words of texts) for (const word of new Set(words)) frequency.set(word, (frequency.get(word) ?? 0) + 1);
    return new Speller(frequency);
  }

  get frequency(): ReadonlyMap<string, number> {
    return this.#frequency;
  }

  knows(word: string): boolean {
    return this.#frequency.has(word);
  }

  correct(word: string): string {
    if (word.length < MIN_LENGTH || this.#frequency.has(word)) return word;
    let best = word;
    let bestCount = 0;
    for (const key of [word, ...deletions(word)]) {
      for (const candidate of this.#byDeletion.get(key) ?? []) {
        const count = this.#frequency.get(candidate) ?? 0;
        if (count <= bestCount) continue;
        if (candidate[0] !== word[0] && word.length < FREE_FIRST_LETTER_LENGTH) continue;
        if (!isOneEditApart(word, candidate)) continue;
        best = candidate;
        bestCount = count;
      }
    }
    return best;
  }
}

function deletions(word: string): string[] {
  const shorter: string[] = [];
  for (let i = 0; i < word.length; i += 1) shorter.push(word.slice(0, i) + word.slice(i + 1));
  return shorter;
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
