/** Tries before a reference is locked. */
export const MAX_SECRET_ATTEMPTS = 5;

/** How long a reference stays locked, and after how long wrong tries are forgotten. */
export const SECRET_LOCK_MS = 15 * 60_000;

/**
 * Counts tries with a code, per reference, known or not, so that nobody learns which references exist (M-04). A try is
 * counted before it is checked: parallel guesses get no extra chance.
 */
export interface SecretAttempts {
  /** Counts one try. `lockedUntil` is set if the reference is locked: then do not check. */
  begin(reference: string): Promise<{ readonly lockedUntil: number | undefined; readonly isLockStart: boolean }>;
  /** Forgets the tries after a right code. */
  clear(reference: string): Promise<void>;
}
