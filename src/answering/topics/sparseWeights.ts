import type { SparseVector } from '../text/vectoriser.ts';
import type { LogisticWeights } from './trainLogistic.ts';

/**
 * The weights of a logistic regression that matter, as bytes with one scale per feature: the cells of feature `row` are
 * `starts[row]` to `starts[row + 1]`, and cell `i` says that class `classes[i]` weighs `cells[i]` × `scales[row]`.
 */
export interface SparseWeights {
  readonly starts: Uint32Array;
  readonly classes: Uint8Array;
  readonly cells: Int8Array;
  readonly scales: Float32Array;
  readonly bias: Float32Array;
}

const STEPS = 127;
/** Smaller weights are left out: three quarters of them, and no topic changes place (measured). */
const NEGLIGIBLE = 0.03;

/** Keeps of trained weights what matters. At most 256 classes. */
export function compactWeights({ classCount, weights, bias }: LogisticWeights): SparseWeights {
  const rows = weights.length / classCount;
  const isKept = (weight: number): boolean => weight >= NEGLIGIBLE || weight <= -NEGLIGIBLE;
  let kept = 0;
  for (const weight of weights) if (isKept(weight)) kept += 1;
  const starts = new Uint32Array(rows + 1);
  const classes = new Uint8Array(kept);
  const cells = new Int8Array(kept);
  const scales = new Float32Array(rows);
  let next = 0;
  for (let row = 0; row < rows; row += 1) {
    const offset = row * classCount;
    let largest = 0;
    for (let c = 0; c < classCount; c += 1) largest = Math.max(largest, Math.abs(weights[offset + c] as number));
    const scale = largest / STEPS;
    scales[row] = scale;
    for (let c = 0; c < classCount; c += 1) {
      const weight = weights[offset + c] as number;
      if (!isKept(weight)) continue;
      classes[next] = c;
      cells[next] = Math.round(weight / scale);
      next += 1;
    }
    starts[row + 1] = next;
  }
  return { starts, classes, cells, scales, bias };
}

/** The score of each class for a text: bias plus what each of its features weighs, stretched by `scale`. */
export function addUpWeights(
  { starts, classes, cells, scales, bias }: SparseWeights,
  { ids, values }: SparseVector,
  scale: number,
): Float64Array {
  const scores = Float64Array.from(bias);
  for (let k = 0; k < ids.length; k += 1) {
    const row = ids[k] as number;
    const value = (values[k] as number) * scale * (scales[row] as number);
    const end = starts[row + 1] as number;
    for (let i = starts[row] as number; i < end; i += 1) {
      const c = classes[i] as number;
      scores[c] = (scores[c] as number) + (cells[i] as number) * value;
    }
  }
  return scores;
}
