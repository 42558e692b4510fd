import type { Reference } from './contactRequest.ts';
import { ESCALATION_STAGES } from './escalationStage.ts';
import type { LocaleTag } from './locale.ts';
import type { Office } from './office.ts';

/** Why staff are told: the request is new, or nobody has taken it. */
export const NOTICE_OCCASIONS = ['new', ...ESCALATION_STAGES] as const;
export type NoticeOccasion = (typeof NOTICE_OCCASIONS)[number];

/** What staff are told outside the console. It holds no personal data, no topic and no exact time (M-20). */
export interface Notice {
  /** The same for every try of one notice: receivers drop what they have seen. */
  readonly id: string;
  readonly occasion: NoticeOccasion;
  readonly reference: Reference;
  readonly office: Office;
  /** The language of the person. */
  readonly locale: LocaleTag;
  readonly isUrgent: boolean;
  /** Cut to the hour, epoch milliseconds. */
  readonly waitingSinceHour: number;
}

/** One way to reach staff: mail, Teams, a webhook. */
export interface Notifier {
  /** Stable name, part of job keys: `smtp`. */
  readonly name: string;
  /**
   * Resolves when the other side has taken the notice over. A repeat carries the same `id`.
   * @throws {DeliveryError} otherwise; `retryable` says whether trying again can help.
   */
  deliver(notice: Notice): Promise<void>;
  /** Frees connections. */
  close?(): Promise<void>;
}
