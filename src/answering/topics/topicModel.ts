import { NEIGHBOURS, type Neighbour } from '#src/domain/neighbour.ts';
import { extractFeatures } from '../text/features.ts';
import { buildSkeletons } from '../text/skeleton.ts';
import { Speller, type SpellerData } from '../text/speller.ts';
import { type SparseVector, Vectoriser, type VectoriserData } from '../text/vectoriser.ts';
import { PhraseIndex, type PhraseIndexData } from './phraseIndex.ts';
import { addUpWeights, type SparseWeights } from './sparseWeights.ts';
import { FEATURE_SCALE, softmaxInPlace } from './trainLogistic.ts';

/** A trained matcher of one language, as it is stored. */
export interface TopicModelData {
  /** Topic ids; the class number is the index. */
  readonly labels: readonly string[];
  readonly vocabulary: VectoriserData;
  readonly weights: SparseWeights;
  /** The head that tells danger: class 0 is none, class `i + 1` is `CRISIS_TOPICS[i]`. */
  readonly danger: SparseWeights;
  /** The head within “outside my subject”: class 0 is none, class `i + 1` is `NEIGHBOURS[i]`. */
  readonly neighbours: SparseWeights;
  readonly index: PhraseIndexData;
  /** Tag of the language; it says how words become skeletons. */
  readonly language: string;
  readonly speller: SpellerData;
}

/** What one language's model thinks of one text. */
export interface TopicScores {
  /** Probability of each class by the model alone, not yet calibrated. */
  readonly probabilities: Float64Array;
  /** Cosine of the most similar phrase, per class. */
  readonly similarity: Float64Array;
  /** Probabilities of the danger head: index 0 for none, then the crisis topics in their order. */
  readonly danger: Float64Array;
  readonly unknownShare: number;
  readonly wordCount: number;
}

// How much the resemblance to single phrases counts beside the regression (in logits per unit of cosine; measured).
const SIMILARITY_WEIGHT = 7;

/** A wrong “ask your school about it” is worse than “that is not my subject”: more likely than all else together. */
const PLAIN_NEIGHBOUR = 0.5;

/** One language's matcher: logistic regression, helped by the five most similar phrases of each topic. */
export class TopicModel {
  readonly labels: readonly string[];
  readonly #speller: Speller;
  readonly #vectoriser: Vectoriser;
  readonly #index: PhraseIndex;
  readonly #weights: SparseWeights;
  readonly #danger: SparseWeights;
  readonly #neighbours: SparseWeights;
  readonly #language: string;

  constructor(data: TopicModelData) {
    this.labels = data.labels;
    this.#speller = new Speller(data.speller);
    this.#vectoriser = new Vectoriser(data.vocabulary);
    this.#index = new PhraseIndex(data.index, data.labels.length);
    this.#weights = data.weights;
    this.#danger = data.danger;
    this.#neighbours = data.neighbours;
    this.#language = data.language;
  }

  /** @param words - Folded words as `splitWords` gives them; typing errors are mended here. */
  score(words: readonly string[]): TopicScores {
    const vector = this.#vectorise(words);
    const { best, bestFive } = this.#index.compare(vector);
    const scores = addUpWeights(this.#weights, vector, FEATURE_SCALE);
    for (let c = 0; c < scores.length; c += 1) {
      scores[c] = (scores[c] as number) + SIMILARITY_WEIGHT * (bestFive[c] as number);
    }
    softmaxInPlace(scores);
    const danger = addUpWeights(this.#danger, vector, FEATURE_SCALE);
    softmaxInPlace(danger);
    return {
      probabilities: scores,
      similarity: best,
      danger,
      unknownShare: vector.unknownShare,
      wordCount: vector.wordCount,
    };
  }

  /** The near subject that a text outside our subject plainly asks for. */
  findNeighbour(words: readonly string[]): Neighbour | undefined {
    const scores = addUpWeights(this.#neighbours, this.#vectorise(words), FEATURE_SCALE);
    softmaxInPlace(scores);
    const index = NEIGHBOURS.findIndex((_, i) => (scores[i + 1] as number) >= PLAIN_NEIGHBOUR);
    return NEIGHBOURS[index];
  }

  /** Numbers of the training phrases of a topic that a text resembles most: why it was chosen. */
  findNearestPhrases(words: readonly string[], topic: string, count: number): number[] {
    return this.#index.findNearest(this.#vectorise(words), this.labels.indexOf(topic), count);
  }

  #vectorise(words: readonly string[]): SparseVector {
    const corrected = words.map((word) => this.#speller.correct(word));
    return this.#vectoriser.vectorise(extractFeatures(corrected, buildSkeletons(corrected, this.#language)));
  }
}
