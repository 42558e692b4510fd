import { extractFeatures } from '../text/features.ts';
import { buildSkeletons } from '../text/skeleton.ts';
import { Speller } from '../text/speller.ts';
import { type SparseVector, Vectoriser, type VectoriserData } from '../text/vectoriser.ts';
import { PhraseIndex, type PhraseIndexData } from './phraseIndex.ts';
import type { QuantisedWeights } from './quantise.ts';
import { FEATURE_SCALE, softmaxInPlace } from './trainLogistic.ts';

/** A trained matcher of one language, as it is stored. */
export interface TopicModelData {
  /** Topic ids; the class number is the index. */
  readonly labels: readonly string[];
  readonly vocabulary: VectoriserData;
  readonly weights: QuantisedWeights;
  readonly index: PhraseIndexData;
  /** The language's own script, if its words have skeletons (`Arab`); else `null`. */
  readonly skeletonScript: string | null;
  /** Words of the phrases, for the speller, with the number of phrases that hold them. */
  readonly words: readonly string[];
  readonly wordCounts: Uint16Array;
}

/** What one language's model thinks of one text. */
export interface TopicScores {
  /** Probability of each class by the model alone, not yet calibrated. */
  readonly probabilities: Float64Array;
  /** Cosine of the most similar phrase, per class. */
  readonly similarity: Float64Array;
  readonly unknownShare: number;
  readonly wordCount: number;
}

// How much the resemblance to single phrases counts beside the regression (in logits per unit of cosine; measured).
const SIMILARITY_WEIGHT = 7;

/** One language's matcher: logistic regression, helped by the five most similar phrases of each topic. */
export class TopicModel {
  readonly labels: readonly string[];
  readonly speller: Speller;
  readonly #vectoriser: Vectoriser;
  readonly #index: PhraseIndex;
  readonly #weights: QuantisedWeights;
  readonly #skeletonScript: string | null;

  constructor(data: TopicModelData) {
    this.labels = data.labels;
    this.speller = new Speller(new Map(data.words.map((word, i) => [word, data.wordCounts[i] as number])));
    this.#vectoriser = new Vectoriser(data.vocabulary);
    this.#index = new PhraseIndex(data.index, data.labels.length);
    this.#weights = data.weights;
    this.#skeletonScript = data.skeletonScript;
  }

  /** @param words - Folded words as `splitWords` gives them; typing errors are mended here. */
  score(words: readonly string[]): TopicScores {
    const corrected = words.map((word) => this.speller.correct(word));
    const features = extractFeatures(corrected, buildSkeletons(corrected, this.#skeletonScript));
    const vector = this.#vectoriser.vectorise(features);
    const { best, bestFive } = this.#index.compare(vector);
    const scores = this.#addUp(vector);
    for (let c = 0; c < scores.length; c += 1) {
      scores[c] = (scores[c] as number) + SIMILARITY_WEIGHT * (bestFive[c] as number);
    }
    softmaxInPlace(scores);
    return { probabilities: scores, similarity: best, unknownShare: vector.unknownShare, wordCount: vector.wordCount };
  }

  #addUp({ ids, values }: SparseVector): Float64Array {
    const { classCount, cells, scales, bias } = this.#weights;
    const scores = Float64Array.from(bias);
    for (let k = 0; k < ids.length; k += 1) {
      const row = ids[k] as number;
      const offset = row * classCount;
      const value = (values[k] as number) * FEATURE_SCALE * (scales[row] as number);
      for (let c = 0; c < classCount; c += 1) scores[c] = (scores[c] as number) + (cells[offset + c] as number) * value;
    }
    return scores;
  }
}
