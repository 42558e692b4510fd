import { CRISIS_TOPICS } from '#src/domain/topic.ts';
import type { TrainingLanguage } from '#src/domain/trainingContent.ts';
import { extractFeatures } from '../text/features.ts';
import { foldText, splitWords } from '../text/foldText.ts';
import { Vectoriser, type VectoriserData } from '../text/vectoriser.ts';
import { addUpWeights, compactWeights, type SparseWeights } from '../topics/sparseWeights.ts';
import { FEATURE_SCALE, softmaxInPlace, trainLogistic } from '../topics/trainLogistic.ts';

/** The crisis classifier, as it is stored: class 0 is everything else, class `i + 1` is `CRISIS_TOPICS[i]`. */
export interface CrisisModelData {
  readonly vocabulary: VectoriserData;
  readonly weights: SparseWeights;
}

/**
 * Trains one classifier on the phrases of all languages at once: danger is recognised whatever the language was taken
 * for, and a word that is harmless in another language does not raise an alarm.
 */
export function trainCrisisModel(languages: readonly TrainingLanguage[]): CrisisModelData {
  const examples = languages.flatMap(({ phrases, harmless }) => [
    ...Object.entries(phrases).flatMap(([topic, texts]) =>
      texts.map((text) => ({ text, label: CRISIS_TOPICS.findIndex((id) => id === topic) + 1 })),
    ),
    ...harmless.map((text) => ({ text, label: 0 })),
  ]);
  const features = examples.map(({ text }) => extractFeatures(splitWords(foldText(text))));
  const vectoriser = Vectoriser.fit(features, 2);
  const trained = trainLogistic(
    features.map((text) => vectoriser.vectorise(text)),
    Int32Array.from(examples, ({ label }) => label),
    CRISIS_TOPICS.length + 1,
    vectoriser.size,
  );
  return { vocabulary: vectoriser.data, weights: compactWeights(trained) };
}

/** What the classifier thinks of a text. */
export interface CrisisScores {
  /** Index 0 for no crisis, then the crisis topics in their order. */
  readonly probabilities: Float64Array;
  /** Share of the words that begin like no word of any phrase: names, codes, other languages. */
  readonly unknownShare: number;
}

/** Tells the five kinds of danger from everything else. */
export class CrisisModel {
  readonly #vectoriser: Vectoriser;
  readonly #weights: SparseWeights;

  constructor(data: CrisisModelData) {
    this.#vectoriser = new Vectoriser(data.vocabulary);
    this.#weights = data.weights;
  }

  score(words: readonly string[]): CrisisScores {
    const vector = this.#vectoriser.vectorise(extractFeatures(words));
    const scores = addUpWeights(this.#weights, vector, FEATURE_SCALE);
    softmaxInPlace(scores);
    return { probabilities: scores, unknownShare: vector.unknownShare };
  }
}
