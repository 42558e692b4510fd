import type { NoticeOccasion } from './notifier.ts';

/** What became of one notice to staff, or of the hint to the person: one row of the outbox, for staff to see. */
export interface Delivery {
  /** Name of the notifier; `hint` for the e-mail to the person. */
  readonly via: string;
  readonly occasion: NoticeOccasion | 'hint';
  /** `notNeeded`: nothing was left to tell when its time came. */
  readonly state: 'waiting' | 'delivered' | 'notNeeded' | 'givenUp';
  /** Tries so far, one that runs now included. */
  readonly tries: number;
  /** What the other side last answered, or why there was no answer; absent after a delivery. */
  readonly lastCode: string | undefined;
  /** Epoch milliseconds: when it was delivered or given up; for one that waits, when it is tried next. */
  readonly at: number;
}
