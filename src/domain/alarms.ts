import type { Office } from './office.ts';

/**
 * Something that needs a human at IOM soon. Codes and ids only. The log carries every alarm as an error line; this port
 * lets the composition root count it and pass it on.
 */
export type Alarm =
  /** A notice was given up; the request waits in the console. */
  | { readonly kind: 'noticeUndelivered'; readonly contactRequestId: string; readonly notifier: string }
  /** A notice has not been taken over for more than an hour; it is still tried. */
  | { readonly kind: 'noticeDelayed'; readonly contactRequestId: string; readonly notifier: string }
  /** Nobody took a request in spite of the reminder. */
  | { readonly kind: 'requestUnclaimed'; readonly contactRequestId: string }
  /** Something waits at an office, and nobody there has taken anything for long. */
  | { readonly kind: 'queueStands'; readonly office: Office; readonly waiting: number }
  /** An unresolved request is so old that keeping it needs a decision. */
  | { readonly kind: 'requestOverdue'; readonly contactRequestId: string }
  /** Somebody signed in with a local password although an identity provider is set up. */
  | { readonly kind: 'breakGlassUsed'; readonly staffId: string }
  /** A staff member reads unusually many requests within an hour. Nothing is blocked: somebody should ask why. */
  | { readonly kind: 'bulkReading'; readonly staffId: string; readonly pages: number; readonly reveals: number }
  /** Somebody guesses codes. */
  | { readonly kind: 'secretGuessing' }
  /** A purge wanted to delete more than its cap, or the clock jumped: an operator must confirm. */
  | { readonly kind: 'purgeRefused'; readonly reason: 'cap' | 'clock'; readonly data: string; readonly count: number };

export interface Alarms {
  raise(alarm: Alarm): void;
}
