import { HOUR_MS, MINUTE_MS, SECOND_MS } from '#src/domain/clock.ts';

/** Waits after the first, second … failed try; the last one repeats. Greylisting ends within minutes, outages in hours. */
const WAITS_MS = [
  30 * SECOND_MS,
  2 * MINUTE_MS,
  10 * MINUTE_MS,
  30 * MINUTE_MS,
  1 * HOUR_MS,
  2 * HOUR_MS,
  4 * HOUR_MS,
] as const;

/** After this many tries (about two days) a notice is given up; it stands in the console all the time. */
export const MAX_ATTEMPTS = 18;

/** After this failed try a notice has been tried for more than an hour: somebody should look at the mail server. */
export const ALARM_ATTEMPT = 6;

/** The longest wait that another server may ask of us: it must not be able to silence us for days. */
const MAX_ASKED_WAIT_MS = 4 * HOUR_MS;

/**
 * How long to wait after a failed try, spread by ±20 % so that many jobs do not come back together.
 * @param askedMs - What the other side asked for, if it did: never less than that, up to four hours.
 */
export function waitAfter(attempts: number, fraction: number, askedMs = 0): number {
  const wait = WAITS_MS[Math.min(attempts, WAITS_MS.length) - 1] ?? WAITS_MS[0];
  return Math.max(Math.round(wait * (0.8 + 0.4 * fraction)), Math.min(askedMs, MAX_ASKED_WAIT_MS));
}
