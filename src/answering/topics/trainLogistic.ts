import { createRandom } from '../random.ts';
import type { SparseVector } from '../text/vectoriser.ts';

/** Weights of a multinomial logistic regression: `weights[row * classCount + class]`. */
export interface LogisticWeights {
  readonly classCount: number;
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

export interface LogisticOptions {
  readonly epochs?: number;
  readonly learningRate?: number;
  readonly scale?: number;
  readonly seed?: number;
  /** Share of the belief that is spread over the other classes, so that no phrase is learnt as a certainty. */
  readonly smoothing?: number;
}

/** Feature vectors have length 1: without stretching them the weights would have to grow very large. */
export const FEATURE_SCALE = 2.5;
/** Gradients below this change nothing that could be measured; skipping them halves the work. */
const NEGLIGIBLE = 5e-4;

/**
 * Fits a multinomial logistic regression by stochastic gradient descent over shuffled examples. Deterministic.
 * Early stopping (few epochs) is the only regularisation: it measured better than a penalty, and six long steps better
 * than fourteen short ones.
 */
export function trainLogistic(
  vectors: readonly SparseVector[],
  classes: Int32Array,
  classCount: number,
  featureCount: number,
  options: LogisticOptions = {},
): LogisticWeights {
  const { epochs = 6, learningRate = 1, scale = FEATURE_SCALE, seed = 7, smoothing = 0 } = options;
  const weights = new Float32Array(featureCount * classCount);
  const bias = new Float32Array(classCount);
  const gradient = new Float64Array(classCount);
  const active = new Int32Array(classCount);
  const random = createRandom(seed);
  const spread = classCount > 1 ? smoothing / (classCount - 1) : 0;
  const order = Int32Array.from({ length: vectors.length }, (_, i) => i);
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    shuffleInPlace(order, random);
    const rate = learningRate * (1 - epoch / epochs) + 0.01;
    for (const example of order) {
      const { ids, values } = vectors[example] as SparseVector;
      const wanted = classes[example] as number;
      addScores(ids, values, scale, weights, bias, gradient);
      softmaxInPlace(gradient);
      for (let c = 0; c < classCount; c += 1)
        gradient[c] = (gradient[c] as number) - (c === wanted ? 1 - smoothing : spread);
      let activeCount = 0;
      for (let c = 0; c < classCount; c += 1) {
        const g = gradient[c] as number;
        if (g > NEGLIGIBLE || g < -NEGLIGIBLE) {
          active[activeCount] = c;
          activeCount += 1;
        }
      }
      for (let k = 0; k < ids.length; k += 1) {
        const offset = (ids[k] as number) * classCount;
        const amount = rate * (values[k] as number) * scale;
        for (let a = 0; a < activeCount; a += 1) {
          const c = active[a] as number;
          weights[offset + c] = (weights[offset + c] as number) - amount * (gradient[c] as number);
        }
      }
      for (let a = 0; a < activeCount; a += 1) {
        const c = active[a] as number;
        bias[c] = (bias[c] as number) - rate * 0.1 * (gradient[c] as number);
      }
    }
  }
  return { classCount, weights, bias };
}

function addScores(
  ids: Int32Array,
  values: Float32Array,
  scale: number,
  weights: Float32Array,
  bias: Float32Array,
  scores: Float64Array,
): void {
  const classCount = scores.length;
  for (let c = 0; c < classCount; c += 1) scores[c] = bias[c] as number;
  for (let k = 0; k < ids.length; k += 1) {
    const offset = (ids[k] as number) * classCount;
    const value = (values[k] as number) * scale;
    for (let c = 0; c < classCount; c += 1) {
      scores[c] = (scores[c] as number) + (weights[offset + c] as number) * value;
    }
  }
}

/** Turns scores into probabilities, in place. */
export function softmaxInPlace(scores: Float64Array): void {
  let highest = Number.NEGATIVE_INFINITY;
  for (const score of scores) if (score > highest) highest = score;
  let sum = 0;
  for (let i = 0; i < scores.length; i += 1) {
    const value = Math.exp((scores[i] as number) - highest);
    scores[i] = value;
    sum += value;
  }
  for (let i = 0; i < scores.length; i += 1) scores[i] = (scores[i] as number) / sum;
}

function shuffleInPlace(order: Int32Array, random: () => number): void {
  for (let i = order.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    const moved = order[i] as number;
    order[i] = order[j] as number;
    order[j] = moved;
  }
}
