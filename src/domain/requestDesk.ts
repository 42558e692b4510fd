import type { ContactMeans, ContactRequestStatus } from './contactRequest.ts';
import type {
  ContactRequestDetails,
  ContactRequestRecord,
  NoticeState,
  RequestFilter,
  RequestNote,
} from './contactRequestStore.ts';
import type { Delivery } from './delivery.ts';
import type { LocaleTag } from './locale.ts';
import type { Office } from './office.ts';
import type { StaffId, StaffMember } from './staff.ts';
import type { TopicGroup } from './topic.ts';

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

/** How a resolved request ended: a closed list too, kept as a detail of the audit row. */
export const RESOLUTION_REASONS = ['reached', 'notReached', 'referred', 'noLongerWanted', 'other'] as const;
export type ResolutionReason = (typeof RESOLUTION_REASONS)[number];

/** Why a request passes from one member to another, or back to the queue. */
export const HANDOVER_REASONS = ['language', 'workload', 'absence', 'experience', 'personAsked', 'other'] as const;
export type HandoverReason = (typeof HANDOVER_REASONS)[number];

/** Why a resolved request is opened again. */
export const REOPEN_REASONS = ['personReturned', 'notFinished', 'mistake', 'other'] as const;
export type ReopenReason = (typeof REOPEN_REASONS)[number];

/** What is masked on the page of a request until somebody asks for it: the number or address, and name and words. */
export const MASKED_PARTS = ['means', 'words'] as const;
export type MaskedPart = (typeof MASKED_PARTS)[number];

/** How the member who searches names the person. */
export type RequestSearch =
  | { readonly by: 'reference'; readonly reference: string }
  /** One number in all the ways it may have been stored. */
  | { readonly by: 'phone'; readonly numbers: readonly string[] }
  | { readonly by: 'email'; readonly address: string }
  /** The whole name, or some of its words. */
  | { readonly by: 'name'; readonly name: string };

export interface QueueFilter {
  readonly statuses?: readonly ContactRequestStatus[];
  readonly office?: Office;
  readonly mine?: boolean;
  /** Only who has waited longer than the service targets allow. */
  readonly overdue?: boolean;
  readonly locale?: LocaleTag;
  readonly meansKind?: ContactMeans['kind'];
  readonly isUrgent?: boolean;
  readonly topicGroup?: TopicGroup;
  /** Only requests whose notices are in this state: `undelivered` ones need a look. */
  readonly noticeState?: NoticeState;
  readonly order?: NonNullable<RequestFilter['order']>;
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
  /** How long each of several queues is, all at one moment. */
  count<Name extends string>(
    member: StaffMember,
    filters: Readonly<Record<Name, QueueFilter>>,
  ): Promise<Readonly<Record<Name, number>>>;
  /**
   * Requests of a person, newest first and at most 50, in whatever status. Personal data is compared as keyed marks only
   * (M-02). That somebody searched for a name, a number or an address, and how many were found, is audited.
   */
  search(member: StaffMember, search: RequestSearch): Promise<readonly ContactRequestRecord[]>;
  /** The part that is no personal data; not audited. `undefined` if it is none of the member's. */
  find(member: StaffMember, id: string): Promise<ContactRequestRecord | undefined>;
  /**
   * Reads a request. Each of `shown` is an audit row of its own, with detail `screen`; the page alone if there is none.
   * Whoever reads unusually many within an hour raises an alarm.
   */
  open(member: StaffMember, id: string, shown?: readonly MaskedPart[]): Promise<OpenResult>;
  /** Assigns a pending request to the member. */
  take(member: StaffMember, id: string, expectedVersion: number): Promise<ChangeResult>;
  /**
   * Gives a request to a colleague who may see it: a pending or open one by a lead, an open one by its assignee. A chat
   * that somebody else holds goes back to the assistant.
   */
  assign(
    member: StaffMember,
    id: string,
    expectedVersion: number,
    to: { readonly assignee: StaffId; readonly reason: HandoverReason },
  ): Promise<ChangeResult>;
  /** Gives an open request back: by its assignee, or by a lead. */
  release(member: StaffMember, id: string, expectedVersion: number, reason: HandoverReason): Promise<ChangeResult>;
  /** @param text - At most 500 code points; the rest is cut. */
  note(member: StaffMember, id: string, text: string): Promise<ChangeResult>;
  resolve(member: StaffMember, id: string, expectedVersion: number, reason: ResolutionReason): Promise<ChangeResult>;
  reopen(member: StaffMember, id: string, expectedVersion: number, reason: ReopenReason): Promise<ChangeResult>;
  /** Erases at once: by a lead only. Reason `retention` is for an unresolved request that is too old. */
  erase(member: StaffMember, id: string, reason: ErasureReason): Promise<ChangeResult>;
  /** Sends undelivered notices again. */
  reviveNotices(member: StaffMember, id: string): Promise<ChangeResult>;
}
