import type { SparseVector } from '../text/vectoriser.ts';

/** The training phrases as an inverted index: for each feature, which phrases have it and how strongly. */
export interface PhraseIndexData {
  /** Postings of feature `f` are `starts[f]` to `starts[f + 1]`. */
  readonly starts: Uint32Array;
  readonly phrases: Uint16Array;
  /** In steps of `step`. */
  readonly values: Uint8Array;
  readonly step: number;
  /** Class of each phrase. */
  readonly classes: Uint8Array;
}

/** How alike an utterance is to the phrases of each class. */
export interface Similarity {
  /** Cosine of the most similar phrase, per class. */
  readonly best: Float64Array;
  /** Mean cosine of the five most similar phrases, per class. */
  readonly bestFive: Float64Array;
}

const KEPT = 5;
/** Features that more than this share of the phrases have say nothing about one phrase, but cost most of the time. */
const COMMON_SHARE = 0.1;
const MIN_LIMIT = 20;
const STEPS = 255;

/** Finds the training phrases an utterance resembles. */
export class PhraseIndex {
  readonly data: PhraseIndexData;
  readonly #scores: Float32Array;
  readonly #classCount: number;

  constructor(data: PhraseIndexData, classCount: number) {
    this.data = data;
    this.#classCount = classCount;
    this.#scores = new Float32Array(data.classes.length);
  }

  static build(
    vectors: readonly SparseVector[],
    classes: Int32Array,
    classCount: number,
    featureCount: number,
  ): PhraseIndex {
    const starts = new Uint32Array(featureCount + 1);
    for (const { ids } of vectors) for (const id of ids) starts[id + 1] = (starts[id + 1] as number) + 1;
    const limit = Math.max(MIN_LIMIT, vectors.length * COMMON_SHARE);
    const isCommon = Uint8Array.from({ length: featureCount }, (_, id) => ((starts[id + 1] as number) > limit ? 1 : 0));
    for (let id = 0; id < featureCount; id += 1) if (isCommon[id]) starts[id + 1] = 0;
    for (let i = 1; i <= featureCount; i += 1) starts[i] = (starts[i] as number) + (starts[i - 1] as number);
    const total = starts[featureCount] as number;
    const next = starts.slice();
    const phrases = new Uint16Array(total);
    const values = new Uint8Array(total);
    const step = findLargest(vectors) / STEPS;
    vectors.forEach((vector, phrase) => {
      vector.ids.forEach((id, k) => {
        if (isCommon[id]) return;
        const position = next[id] as number;
        next[id] = position + 1;
        phrases[position] = phrase;
        values[position] = Math.round((vector.values[k] as number) / step);
      });
    });
    return new PhraseIndex({ starts, phrases, values, step, classes: Uint8Array.from(classes) }, classCount);
  }

  compare(vector: SparseVector): Similarity {
    return this.#gather(this.#measure(vector));
  }

  /** Numbers of the phrases of a class that are most similar to an utterance, best first: why a topic was chosen. */
  findNearest(vector: SparseVector, wanted: number, count: number): number[] {
    const scores = this.#measure(vector);
    return Array.from(this.data.classes.keys())
      .filter((phrase) => this.data.classes[phrase] === wanted)
      .sort((a, b) => (scores[b] as number) - (scores[a] as number))
      .slice(0, count);
  }

  #measure(vector: SparseVector): Float32Array {
    const { starts, phrases, values, step } = this.data;
    const scores = this.#scores.fill(0);
    for (let k = 0; k < vector.ids.length; k += 1) {
      const id = vector.ids[k] as number;
      const value = (vector.values[k] as number) * step;
      const end = starts[id + 1] as number;
      for (let i = starts[id] as number; i < end; i += 1) {
        const phrase = phrases[i] as number;
        scores[phrase] = (scores[phrase] as number) + value * (values[i] as number);
      }
    }
    return scores;
  }

  #gather(scores: Float32Array): Similarity {
    const { classes } = this.data;
    const tops = new Float64Array(this.#classCount * KEPT);
    for (let phrase = 0; phrase < scores.length; phrase += 1) {
      const score = scores[phrase] as number;
      const start = (classes[phrase] as number) * KEPT;
      let place = start + KEPT - 1;
      if (score <= (tops[place] as number)) continue;
      for (; place > start && score > (tops[place - 1] as number); place -= 1) tops[place] = tops[place - 1] as number;
      tops[place] = score;
    }
    const best = new Float64Array(this.#classCount);
    const bestFive = new Float64Array(this.#classCount);
    for (let c = 0; c < this.#classCount; c += 1) {
      best[c] = tops[c * KEPT] as number;
      let sum = 0;
      for (let i = 0; i < KEPT; i += 1) sum += tops[c * KEPT + i] as number;
      bestFive[c] = sum / KEPT;
    }
    return { best, bestFive };
  }
}

function findLargest(vectors: readonly SparseVector[]): number {
  let largest = Number.MIN_VALUE;
  for (const { values } of vectors) for (const value of values) if (value > largest) largest = value;
  return largest;
}
