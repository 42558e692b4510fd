import { describe, expect, it } from '@jest/globals';
import { createRandom } from '#src/answering/random.ts';
import { fitLogit, logOdds, sigmoid } from '#src/answering/topics/fitLogit.ts';

describe('fitting a logistic regression on a few numbers', () => {
  it('finds the probabilities that made the data', () => {
    const random = createRandom(1);
    const rows = Array.from({ length: 4_000 }, () => [random() * 4 - 2, random() * 10]);
    const truth = ([a = 0, b = 0]: readonly number[]): number => sigmoid(1.5 * a - 0.3 * b + 1);
    const targets = rows.map((row) => (random() < truth(row) ? 1 : 0));
    const fitted = fitLogit(
      rows,
      targets,
      rows.map(() => 1),
    );
    const errors = rows.map((row) => Math.abs(sigmoid(logOdds(fitted, row)) - truth(row)));
    expect(Math.max(...errors)).toBeLessThan(0.08);
  });

  it('stays finite when one number tells everything', () => {
    const fitted = fitLogit([[0], [0], [1], [1]], [0, 0, 1, 1], [1, 1, 1, 1]);
    expect(logOdds(fitted, [1])).toBeGreaterThan(2);
    expect(Number.isFinite(logOdds(fitted, [1]))).toBe(true);
  });

  it('copes with a number that never changes', () => {
    const fitted = fitLogit([[5], [5], [5], [5]], [0, 1, 1, 1], [1, 1, 1, 1]);
    expect(sigmoid(logOdds(fitted, [5]))).toBeCloseTo(0.75, 1);
  });
});
