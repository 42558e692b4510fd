import { BEYOND_CLASSES } from '#src/domain/reports.ts';

/**
 * Upper ends of the classes of waiting time, in minutes of working time: coarse, so that a class tells what was usual and
 * nobody's own case. 480 is a working day of eight hours, 2,400 a week of five.
 */
const WAIT_CLASSES: readonly number[] = [1, 5, 15, 30, 60, 120, 240, 480, 960, 1_440, 2_400];

/** The class of one case. */
export function classOfWait(minutes: number): number {
  return WAIT_CLASSES.find((upTo) => minutes <= upTo) ?? BEYOND_CLASSES;
}

/** The class up to which the given share of the cases (0–1] lies. There is at least one case. */
export function quantileClass(
  cases: readonly { readonly upTo: number; readonly amount: number }[],
  share: number,
): number {
  const total = cases.reduce((sum, { amount }) => sum + amount, 0);
  let seen = 0;
  for (const upTo of WAIT_CLASSES) {
    for (const each of cases) if (each.upTo === upTo) seen += each.amount;
    if (seen >= total * share) return upTo;
  }
  return BEYOND_CLASSES;
}
