import type { ContactRequestStatus } from './contactRequest.ts';
import type {
  ContactRequestDetails,
  ContactRequestRecord,
  NoticeState,
  RequestFilter,
  RequestNote,
} from './contactRequestStore.ts';
import type { Delivery } from './delivery.ts';
import type { Office } from './office.ts';
import type { StaffMember } from './staff.ts';

/** A request as its page in the console shows it. */
export interface RequestDossier {
  readonly record: ContactRequestRecord;
  /** `undefined`: the record is unreadable (lost key or changed row); staff see a mark, and can still call by reference. */
  readonly details: ContactRequestDetails | undefined;
  readonly notes: readonly RequestNote[];
  /** What became of each notice to staff and hint to the person, oldest first. */
  readonly deliveries: readonly Delivery[];
  /** Other requests of the same phone number or address that this member may see. */
  readonly related: readonly ContactRequestRecord[];
  /** When the form's answers are deleted at the latest; `undefined` while the request is not closed. */
  readonly deletedAt: number | undefined;
}

/** `notFound` also stands for “of another office”: a member learns nothing about it (and the try is audited). */
type OpenResult = { readonly kind: 'found'; readonly dossier: RequestDossier } | { readonly kind: 'notFound' };

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

/** How a resolved request ended: a closed list too, kept as a detail of the audit row. */
export const RESOLUTION_REASONS = ['reached', 'notReached', 'referred', 'noLongerWanted', 'other'] as const;
export type ResolutionReason = (typeof RESOLUTION_REASONS)[number];

/** What a member looked at, for the audit row: the page (means of contact masked), or the number or address itself. */
export type DossierScreen = 'page' | 'means';

export interface QueueFilter {
  readonly statuses?: readonly ContactRequestStatus[];
  readonly office?: Office;
  readonly mine?: boolean;
  /** Only requests whose notices are in this state: `undelivered` ones need a look. */
  readonly noticeState?: NoticeState;
  /** The one request of this reference, as somebody spells it on the phone. */
  readonly reference?: string;
  readonly order?: RequestFilter['order'];
  readonly limit?: number;
  readonly offset?: number;
}

/**
 * What counsellors and leads do with contact requests. Each call checks role and office and is audited in the
 * transaction that does it; a read is audited before anything is returned (M-19).
 */
export interface RequestDesk {
  /** The queue, urgent and longest waiting first unless told. No personal data, so not audited. */
  list(member: StaffMember, filter: QueueFilter): Promise<readonly ContactRequestRecord[]>;
  /** The part that is no personal data; not audited. `undefined` if it is none of the member's. */
  find(member: StaffMember, id: string): Promise<ContactRequestRecord | undefined>;
  /** @param screen - Why it is read, written into the audit row as detail `screen`; `page` unless told. */
  open(member: StaffMember, id: string, screen?: DossierScreen): Promise<OpenResult>;
  /** Assigns a pending request to the member. */
  take(member: StaffMember, id: string, expectedVersion: number): Promise<ChangeResult>;
  /** Gives an open request back: by its assignee, or by a lead. */
  release(member: StaffMember, id: string, expectedVersion: number): Promise<ChangeResult>;
  /** @param text - At most 500 code points; the rest is cut. */
  note(member: StaffMember, id: string, text: string): Promise<ChangeResult>;
  resolve(member: StaffMember, id: string, expectedVersion: number, reason: ResolutionReason): Promise<ChangeResult>;
  reopen(member: StaffMember, id: string, expectedVersion: number): Promise<ChangeResult>;
  /** Erases at once: by a lead only. Reason `retention` is for an unresolved request that is too old. */
  erase(member: StaffMember, id: string, reason: ErasureReason): Promise<ChangeResult>;
  /** Sends undelivered notices again. */
  reviveNotices(member: StaffMember, id: string): Promise<ChangeResult>;
}
