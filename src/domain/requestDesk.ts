import type { ContactRequestStatus } from './contactRequest.ts';
import type { ContactRequestDetails, ContactRequestRecord, RequestNote } from './contactRequestStore.ts';
import type { Office } from './office.ts';
import type { StaffMember } from './staff.ts';

/** A request as its page in the console shows it. */
export interface RequestDossier {
  readonly record: ContactRequestRecord;
  /** `undefined`: the record is unreadable (lost key or changed row); staff see a mark, and can still call by reference. */
  readonly details: ContactRequestDetails | undefined;
  readonly notes: readonly RequestNote[];
  /** Other requests of the same phone number or address that this member may see. */
  readonly related: readonly ContactRequestRecord[];
  /** When the form's answers are deleted at the latest; `undefined` while the request is not closed. */
  readonly deletedAt: number | undefined;
}

/** `notFound` also stands for “of another office”: a member learns nothing about it (and the try is audited). */
export type OpenResult = { readonly kind: 'found'; readonly dossier: RequestDossier } | { readonly kind: 'notFound' };

export type ChangeResult =
  | { readonly kind: 'changed'; readonly record: ContactRequestRecord }
  | { readonly kind: 'notFound' }
  /** Somebody else changed it since it was read: show it again. */
  | { readonly kind: 'stale' }
  /** Not allowed in this status, or not for this member. */
  | { readonly kind: 'notAllowed' };

/** Why staff erase a request: a closed list, so that the audit trail stays free of personal data. */
export const ERASURE_REASONS = ['personAsked', 'duplicate', 'test', 'retention'] as const;
export type ErasureReason = (typeof ERASURE_REASONS)[number];

export interface QueueFilter {
  readonly statuses?: readonly ContactRequestStatus[];
  readonly office?: Office;
  readonly mine?: boolean;
  readonly limit?: number;
  readonly offset?: number;
}

/**
 * What counsellors and leads do with contact requests. Each call checks role and office and is audited in the
 * transaction that does it; a read is audited before anything is returned (M-19).
 */
export interface RequestDesk {
  /** The queue, longest waiting first. No personal data, so not audited. */
  list(member: StaffMember, filter: QueueFilter): Promise<readonly ContactRequestRecord[]>;
  open(member: StaffMember, id: string): Promise<OpenResult>;
  /** Assigns a pending request to the member. */
  take(member: StaffMember, id: string, expectedVersion: number): Promise<ChangeResult>;
  /** Gives an open request back: by its assignee, or by a lead. */
  release(member: StaffMember, id: string, expectedVersion: number): Promise<ChangeResult>;
  /** @param text - At most 500 code points; the rest is cut. */
  note(member: StaffMember, id: string, text: string): Promise<ChangeResult>;
  resolve(member: StaffMember, id: string, expectedVersion: number): Promise<ChangeResult>;
  reopen(member: StaffMember, id: string, expectedVersion: number): Promise<ChangeResult>;
  /** Erases at once. Reason `retention` (an unresolved request that is too old) is the lead's alone. */
  erase(member: StaffMember, id: string, reason: ErasureReason): Promise<ChangeResult>;
  /** Sends undelivered notices again. */
  reviveNotices(member: StaffMember, id: string): Promise<ChangeResult>;
}
