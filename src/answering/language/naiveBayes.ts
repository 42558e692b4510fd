import { hashString } from '../text/features.ts';
import { HashTable } from '../text/hashTable.ts';

/** A naive Bayes identifier over letter n-grams and words, as it is stored. */
export interface NaiveBayesData {
  /** `en`, `ar`, or `ar-Latn` for Arabic in Latin letters. */
  readonly classes: readonly string[];
  readonly hashes: Uint32Array;
  /** Log-probability of gram `row` in class `c`: `logs[row * classes.length + c]`. */
  readonly logs: Float32Array;
  /** Log-probability of a gram the class has never shown. */
  readonly floors: Float32Array;
}

/** What the identifier thinks of some words, for some classes. */
export interface NaiveBayesResult {
  /** Probability per class asked for, in the same order. */
  readonly probabilities: readonly number[];
  /** Share of the words each class has seen in training. */
  readonly knownWords: readonly number[];
}

const LONGEST_GRAM = 4;
const SMOOTHING = 0.3;
/** Overlapping n-grams repeat each other: their evidence is divided by this. */
const OVERLAP = 2.5;
const WORD_SEED = 0x3c6ef372;
const GRAM_SEED = 0x510e527f;
const MIN_COUNT = 2;

/** Learns which n-grams each class writes. Classes must come with about the same amount of text. */
export function trainNaiveBayes(texts: ReadonlyMap<string, readonly (readonly string[])[]>): NaiveBayesData {
  const classes = [...texts.keys()];
  const counts = new Map<number, Float32Array>();
  const totals = new Float64Array(classes.length);
  [...texts.values()].forEach((samples, c) => {
    for (const words of samples) {
      for (const gram of hashGrams(words).all) {
        let row = counts.get(gram);
        if (!row) counts.set(gram, (row = new Float32Array(classes.length)));
        row[c] = (row[c] as number) + 1;
        totals[c] = (totals[c] as number) + 1;
      }
    }
  });
  const kept = [...counts].filter(([, row]) => row.reduce((sum, n) => sum + n, 0) >= MIN_COUNT);
  const logs = new Float32Array(kept.length * classes.length);
  const divisors = Array.from(totals, (total) => total + SMOOTHING * kept.length);
  kept.forEach(([, row], i) => {
    for (let c = 0; c < classes.length; c += 1) {
      logs[i * classes.length + c] = Math.log(((row[c] as number) + SMOOTHING) / (divisors[c] as number));
    }
  });
  return {
    classes,
    hashes: Uint32Array.from(kept, ([hash]) => hash),
    logs,
    floors: Float32Array.from(divisors, (divisor) => Math.log(SMOOTHING / divisor)),
  };
}

/** Tells the classes apart that share a script. */
export class NaiveBayes {
  readonly classes: readonly string[];
  readonly #data: NaiveBayesData;
  readonly #table: HashTable;

  constructor(data: NaiveBayesData) {
    this.classes = data.classes;
    this.#data = data;
    this.#table = new HashTable(data.hashes);
  }

  /** @param wanted - Class numbers to choose from. */
  classify(words: readonly string[], wanted: readonly number[]): NaiveBayesResult {
    const { logs, floors, classes } = this.#data;
    const grams = hashGrams(words);
    const scores = wanted.map(() => 0);
    for (const gram of grams.all) {
      const row = this.#table.find(gram);
      if (row < 0) continue;
      wanted.forEach((c, i) => {
        scores[i] = (scores[i] as number) + (logs[row * classes.length + c] as number) / OVERLAP;
      });
    }
    const knownWords = wanted.map((c) => {
      const known = grams.words.filter((hash) => {
        const row = this.#table.find(hash);
        return row >= 0 && (logs[row * classes.length + c] as number) > (floors[c] as number) + 1e-6;
      });
      return known.length / Math.max(1, grams.words.length);
    });
    const highest = Math.max(...scores);
    const powers = scores.map((score) => Math.exp(score - highest));
    const sum = powers.reduce((total, power) => total + power, 0);
    return { probabilities: powers.map((power) => power / sum), knownWords };
  }
}

function hashGrams(words: readonly string[]): { all: number[]; words: number[] } {
  const all: number[] = [];
  const whole: number[] = [];
  for (const word of words) {
    const padded = `^${word}$`;
    for (let n = 1; n <= LONGEST_GRAM && n <= padded.length; n += 1) {
      for (let i = 0; i + n <= padded.length; i += 1) {
        const gram = padded.slice(i, i + n);
        if (gram !== '^' && gram !== '$') all.push(hashString(gram, GRAM_SEED));
      }
    }
    const hash = hashString(word, WORD_SEED);
    whole.push(hash);
    all.push(hash);
  }
  return { all, words: whole };
}
