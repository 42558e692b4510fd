import { DAY_MS, HOUR_MS } from './clock.ts';

/** How long data lives (M-26). Shortening is the operator's choice; the purge never keeps longer than this. */
export interface RetentionRules {
  /** State of the bot and chats without a request, after the last activity. */
  readonly idleChatMs: number;
  /** A request, after it was resolved or withdrawn. */
  readonly closedRequestMs: number;
  /** An unresolved request is never purged by itself; after this long it alarms the lead. */
  readonly unresolvedAlarmMs: number;
  readonly auditMs: number;
  /** Completed jobs and other traces that are no personal data. */
  readonly traceMs: number;
}

/**
 * A sentence that staff may read to improve the answers, after the day it was kept. The person is told this number, and
 * each row carries its day, so no later rule keeps it longer.
 */
export const KEPT_QUESTION_MS = 30 * DAY_MS;

/** How long a chat can still be told to forget what was kept from it. */
export const QUESTION_MARK_MS = 24 * HOUR_MS;

export const RETENTION: RetentionRules = {
  idleChatMs: 24 * HOUR_MS,
  closedRequestMs: 30 * DAY_MS,
  unresolvedAlarmMs: 150 * DAY_MS,
  auditMs: 365 * DAY_MS,
  traceMs: 7 * DAY_MS,
};

/** What one kind of data the purge would delete now, and how much there is. */
interface PurgeCandidates {
  readonly due: number;
  readonly total: number;
}

export const PURGE_KINDS = [
  'botState',
  'conversation',
  'contactRequest',
  'audit',
  'question',
  'questionMark',
  'trace',
] as const;
export type PurgeKind = (typeof PURGE_KINDS)[number];

/** The database side of retention. Each batch is one transaction, so a purge that is killed is simply run again. */
export interface RetentionStore {
  count(kind: PurgeKind, rules: RetentionRules, now: number): Promise<PurgeCandidates>;
  /** Deletes at most `limit` due rows. @returns how many it deleted; 0 when nothing is due any more. */
  purgeBatch(kind: PurgeKind, rules: RetentionRules, now: number, limit: number): Promise<number>;
  /** Ids of unresolved requests that have waited longer than the rules allow. */
  overdueRequests(rules: RetentionRules, now: number): Promise<readonly string[]>;
  /** When a purge last ran to its end, by the clock of then: a clock far beyond it has jumped. `undefined`: never. */
  lastPurgeAt(): Promise<number | undefined>;
  setLastPurgeAt(at: number): Promise<void>;
}
