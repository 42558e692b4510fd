/** A logistic regression on a few numbers: standardised inputs, one weight each, and a constant (the last weight). */
export interface Logit {
  readonly means: readonly number[];
  readonly deviations: readonly number[];
  readonly weights: readonly number[];
}

const ITERATIONS = 25;
const RIDGE = 1e-3;

/** Fits by Newton's method; `rows` and `targets` (0 or 1) run in parallel with `importance`. */
export function fitLogit(
  rows: readonly (readonly number[])[],
  targets: readonly number[],
  importance: readonly number[],
): Logit {
  const count = rows[0]?.length ?? 0;
  const total = importance.reduce((sum, w) => sum + w, 0);
  const means = Array.from({ length: count }, (_, j) =>
    weightedMean(rows, importance, total, (row) => row[j] as number),
  );
  const deviations = means.map((mean, j) => {
    const variance = weightedMean(rows, importance, total, (row) => ((row[j] as number) - mean) ** 2);
    return Math.sqrt(variance) || 1;
  });
  const inputs = rows.map((row) => [...standardise(row, means, deviations), 1]);
  let weights = Array.from({ length: count + 1 }, () => 0);
  for (let iteration = 0; iteration < ITERATIONS; iteration += 1) {
    const gradient = weights.map((weight, j) => (j < count ? RIDGE * weight : 0));
    const hessian = weights.map((_, j) => weights.map((__, k) => (j === k ? RIDGE : 0)));
    inputs.forEach((input, i) => {
      const p = sigmoid(dot(input, weights));
      const w = (importance[i] as number) / total;
      const error = (p - (targets[i] as number)) * w;
      const curvature = Math.max(1e-6, p * (1 - p)) * w;
      input.forEach((value, j) => {
        gradient[j] = (gradient[j] as number) + error * value;
        const row = hessian[j] as number[];
        for (let k = 0; k < input.length; k += 1)
          row[k] = (row[k] as number) + curvature * value * (input[k] as number);
      });
    });
    const step = solve(hessian, gradient);
    weights = weights.map((weight, j) => weight - (step[j] as number));
  }
  return { means, deviations, weights };
}

/** The log-odds a fitted logit gives to one row. */
export function logOdds(logit: Logit, row: readonly number[]): number {
  return dot([...standardise(row, logit.means, logit.deviations), 1], logit.weights);
}

export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function standardise(row: readonly number[], means: readonly number[], deviations: readonly number[]): number[] {
  return row.map((value, j) => (value - (means[j] as number)) / (deviations[j] as number));
}

function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function weightedMean(
  rows: readonly (readonly number[])[],
  importance: readonly number[],
  total: number,
  value: (row: readonly number[]) => number,
): number {
  return rows.reduce((sum, row, i) => sum + (importance[i] as number) * value(row), 0) / total;
}

/** Gaussian elimination with partial pivoting; the matrices here are tiny. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i] as number]);
  const size = rows.length;
  for (let column = 0; column < size; column += 1) {
    let pivot = column;
    for (let i = column + 1; i < size; i += 1) {
      if (Math.abs(rows[i]?.[column] ?? 0) > Math.abs(rows[pivot]?.[column] ?? 0)) pivot = i;
    }
    const pivotRow = rows[pivot] as number[];
    rows[pivot] = rows[column] as number[];
    rows[column] = pivotRow;
    const divisor = pivotRow[column] || 1e-12;
    for (let i = 0; i < size; i += 1) {
      if (i === column) continue;
      const row = rows[i] as number[];
      const factor = (row[column] as number) / divisor;
      if (factor === 0) continue;
      for (let j = column; j <= size; j += 1) row[j] = (row[j] as number) - factor * (pivotRow[j] as number);
    }
  }
  return rows.map((row, i) => (row[size] as number) / (row[i] || 1e-12));
}
