import type { StaffId } from './staff.ts';

/** Who did something. The person who chats has no identity here. */
export type AuditActor =
  | { readonly kind: 'staff'; readonly id: StaffId }
  | { readonly kind: 'person' }
  | { readonly kind: 'system' }
  | { readonly kind: 'commandLine' };

export type AuditAction =
  | 'request.submitted'
  | 'request.viewedByPerson'
  | 'request.withdrawn'
  | 'request.opened'
  | 'request.taken'
  | 'request.released'
  | 'request.assigned'
  | 'request.transferred'
  | 'request.searched'
  | 'request.noted'
  | 'request.resolved'
  | 'request.reopened'
  | 'request.erased'
  | 'request.purged'
  | 'request.locked'
  | 'request.flaggedUrgent'
  | 'chat.joined'
  | 'chat.written'
  | 'chat.handedBack'
  | 'chat.left'
  | 'chat.continued'
  | 'report.exported'
  | 'questions.opened'
  | 'questions.assigned'
  | 'questions.putBack'
  | 'questions.dismissed'
  | 'questions.downloaded'
  | 'access.denied'
  | 'access.bulkReading'
  | 'notice.undelivered'
  | 'notice.revived'
  | 'hint.undelivered'
  | 'staff.added'
  | 'staff.disabled'
  | 'staff.enabled'
  | 'staff.rightsChanged'
  | 'staff.passwordReset'
  | 'staff.secondFactorSet'
  | 'staff.secondFactorReset'
  | 'staff.breakGlassUsed'
  | 'staff.signedIn'
  | 'staff.signInFailed'
  | 'staff.locked'
  | 'staff.signedOut'
  | 'staff.sessionsEnded'
  | 'audit.pruned'
  | 'retention.capConfirmed'
  | 'keys.rewrapped'
  | 'backup.created'
  | 'backup.restored';

/** One thing that happened. It holds no personal data: ids and codes only (M-19). */
export interface AuditEntry {
  readonly actor: AuditActor;
  readonly action: AuditAction;
  /** The id of what it happened to; empty if nothing in particular. */
  readonly subject: string;
  readonly detail?: Readonly<Record<string, string | number | boolean>>;
}

/** An entry as it stands in the chain. */
export interface AuditRecord {
  readonly seq: number;
  readonly at: number;
  /** `staff:<id>`, `person`, `system` or `commandLine`. */
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  /** JSON. */
  readonly detail: string;
  /** Hex SHA-256 over the record before and this one. */
  readonly hash: string;
}

export interface AuditFilter {
  readonly subject?: string;
  readonly action?: AuditAction;
  /** Only what happened later than this instant. */
  readonly after?: number;
  readonly beforeSeq?: number;
  /** 100 unless told. */
  readonly limit?: number;
}

/** A point of the chain. Printed to the log every hour, it proves later that the tail was not cut. */
export interface AuditHead {
  readonly seq: number;
  readonly hash: string;
}

/** What checking the chain found. `seq` names the first record that does not fit. */
export type AuditVerification =
  | { readonly kind: 'intact'; readonly head: AuditHead; readonly checked: number }
  | {
      readonly kind: 'broken';
      readonly seq: number;
      readonly reason: 'changed' | 'missing' | 'tailCut' | 'anchorMismatch' | 'pruneUnexplained';
    };

/** Writes the trail, within a running transaction. Append it last: on PostgreSQL it holds the chain's one row lock. */
export interface AuditTrail {
  append(entry: AuditEntry): Promise<void>;
  /** The newest records first. */
  list(filter: AuditFilter): Promise<readonly AuditRecord[]>;
  /** How many different requests somebody has read after an instant: their pages, and what is masked there. */
  countRead(reader: StaffId, after: number): Promise<{ readonly pages: number; readonly reveals: number }>;
  head(): Promise<AuditHead>;
}

/** The actor as it is written in the chain. */
export function describeActor(actor: AuditActor): string {
  return actor.kind === 'staff' ? `staff:${actor.id}` : actor.kind;
}
