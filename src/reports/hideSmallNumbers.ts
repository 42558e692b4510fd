import type { Figure } from '#src/domain/reports.ts';

/** Numbers below this are hidden: few people are easily known again. None is hidden too: that nobody did is news as well. */
export const SMALLEST_SHOWN = 5;

const LARGEST_HIDDEN = SMALLEST_SHOWN - 1;

/** One number as it may be shown. */
export function hideIfSmall(value: number): Figure {
  return value < SMALLEST_SHOWN ? { kind: 'few' } : { kind: 'exact', value };
}

/**
 * True if the true sum of these numbers may be shown beside those of them that are not small: each hidden one could then
 * still be anything from none to four, so that subtracting what is shown tells nothing about any of them.
 */
export function maySumBeShown(values: readonly number[]): boolean {
  const hidden = values.filter((value) => value < SMALLEST_SHOWN);
  if (hidden.length === 0) return true;
  const sum = hidden.reduce((total, value) => total + value, 0);
  return sum >= SMALLEST_SHOWN && sum <= LARGEST_HIDDEN * (hidden.length - 1);
}

/** The sum of numbers that are shown one by one. If it would give a hidden one away, the sum of what is shown. */
export function sumOfAll(values: readonly number[]): Figure {
  if (maySumBeShown(values)) return { kind: 'exact', value: values.reduce((total, value) => total + value, 0) };
  return sumOfShown(values.map(hideIfSmall));
}

/** The sum of figures, made of nothing but what they show. */
export function sumOfShown(figures: readonly Figure[]): Figure {
  let value = 0;
  let isComplete = true;
  for (const figure of figures) {
    if (figure.kind === 'exact' || figure.kind === 'atLeast') value += figure.value;
    if (figure.kind !== 'exact') isComplete = false;
  }
  if (value === 0) return { kind: 'hidden' };
  return isComplete ? { kind: 'exact', value } : { kind: 'atLeast', value };
}
