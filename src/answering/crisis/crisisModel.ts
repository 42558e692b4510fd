import { CRISIS_TOPICS } from '#src/domain/topic.ts';
import type { TrainingLanguage } from '#src/domain/trainingContent.ts';
import { extractFeatures } from '../text/features.ts';
import { foldText, splitWords } from '../text/foldText.ts';
import { Vectoriser, type VectoriserData } from '../text/vectoriser.ts';
import { type QuantisedWeights, quantise } from '../topics/quantise.ts';
import { FEATURE_SCALE, softmaxInPlace, trainLogistic } from '../topics/trainLogistic.ts';

/** The crisis classifier, as it is stored: class 0 is everything else, class `i + 1` is `CRISIS_TOPICS[i]`. */
export interface CrisisModelData {
  readonly vocabulary: VectoriserData;
  readonly weights: QuantisedWeights;
}

/**
 * Trains one classifier on the phrases of all languages at once: danger is recognised whatever the language was taken
 * for, and a word that is harmless in another language does not raise an alarm.
 */
export function trainCrisisModel(languages: readonly TrainingLanguage[]): CrisisModelData {
  const examples = languages.flatMap(({ phrases }) =>
    Object.entries(phrases).flatMap(([topic, texts]) =>
      texts.map((text) => ({ text, label: CRISIS_TOPICS.findIndex((id) => id === topic) + 1 })),
    ),
  );
  const features = examples.map(({ text }) => extractFeatures(splitWords(foldText(text))));
  const vectoriser = Vectoriser.fit(features, 2);
  const { weights, bias } = trainLogistic(
    features.map((text) => vectoriser.vectorise(text)),
    Int32Array.from(examples, ({ label }) => label),
    CRISIS_TOPICS.length + 1,
    vectoriser.size,
  );
  return { vocabulary: vectoriser.data, weights: quantise(weights, bias) };
}

/** Tells the five kinds of danger from everything else. */
export class CrisisModel {
  readonly #vectoriser: Vectoriser;
  readonly #weights: QuantisedWeights;

  constructor(data: CrisisModelData) {
    this.#vectoriser = new Vectoriser(data.vocabulary);
    this.#weights = data.weights;
  }

  /** Probabilities: index 0 for no crisis, then the crisis topics in their order. */
  score(words: readonly string[]): Float64Array {
    const { classCount, cells, scales, bias } = this.#weights;
    const { ids, values } = this.#vectoriser.vectorise(extractFeatures(words));
    const scores = Float64Array.from(bias);
    for (let k = 0; k < ids.length; k += 1) {
      const row = ids[k] as number;
      const value = (values[k] as number) * FEATURE_SCALE * (scales[row] as number);
      for (let c = 0; c < classCount; c += 1)
        scores[c] = (scores[c] as number) + (cells[row * classCount + c] as number) * value;
    }
    softmaxInPlace(scores);
    return scores;
  }
}
