import type {
  Consent,
  ContactMeans,
  ContactRequestId,
  ContactRequestStatus,
  MoreWishes,
  Reference,
  SafeContactWishes,
} from './contactRequest.ts';
import type { Country } from './country.ts';
import type { LocaleTag } from './locale.ts';
import type { Office } from './office.ts';
import type { StaffId } from './staff.ts';
import type { Subject, TopicGroup } from './topic.ts';

/** The personal part of a request: sealed at rest under a key of its own, so that deleting the key erases it. */
export interface ContactRequestDetails {
  readonly means: ContactMeans;
  readonly safeContact: SafeContactWishes;
  readonly topic: Subject | undefined;
  readonly message?: string;
  readonly name?: string;
  readonly wishes: MoreWishes;
  /** True if invisible or reordering characters were removed from any answer: staff see a mark (M-24). */
  readonly hadHiddenCharacters?: boolean;
}

/** Whether staff were told of a request: `undelivered` needs somebody's attention. */
export type NoticeState = 'waiting' | 'delivered' | 'undelivered';

/** The part of a request that is no personal data and stands in the clear. */
export interface ContactRequestRecord {
  readonly id: ContactRequestId;
  readonly reference: Reference;
  readonly kind: 'return' | 'minor';
  readonly status: ContactRequestStatus;
  /** Grows with every change: whoever writes names the version they saw. */
  readonly version: number;
  readonly office: Office;
  readonly country: Country | undefined;
  readonly locale: LocaleTag;
  readonly channel: string;
  readonly conversationId: string;
  readonly meansKind: ContactMeans['kind'];
  readonly isUrgent: boolean;
  readonly createdAt: number;
  /** When the person began to wait: creation, or the last release or reopening. */
  readonly waitingSince: number;
  readonly assignee: StaffId | undefined;
  /** When it was resolved or withdrawn: retention counts from here. */
  readonly closedAt: number | undefined;
  readonly noticeState: NoticeState;
}

export interface NewContactRequest {
  readonly record: Omit<
    ContactRequestRecord,
    'version' | 'status' | 'assignee' | 'closedAt' | 'waitingSince' | 'noticeState'
  >;
  readonly draftId: string;
  readonly secretHash: string;
  readonly details: ContactRequestDetails;
  /** The group of the subject: kept as a mark of its own, so that staff can filter by it. */
  readonly topicGroup: TopicGroup | undefined;
  readonly consent: Consent;
}

/** A note of a staff member; `text` is undefined if it cannot be opened any more. */
export interface RequestNote {
  readonly id: string;
  readonly author: StaffId;
  readonly at: number;
  readonly text: string | undefined;
}

export interface RequestFilter {
  readonly offices: readonly Office[];
  readonly statuses?: readonly ContactRequestStatus[];
  readonly assignee?: StaffId;
  readonly noticeState?: NoticeState;
  readonly locale?: LocaleTag;
  readonly meansKind?: ContactMeans['kind'];
  readonly isUrgent?: boolean;
  /** What the request is about. Looked up through keyed marks: the topic itself is sealed. */
  readonly topicGroup?: TopicGroup;
  /** Only who has waited since one of these instants or longer: one for each office and status that has a target. */
  readonly waitingSince?: readonly {
    readonly office: Office;
    readonly status: ContactRequestStatus;
    readonly atLatest: number;
  }[];
  readonly reference?: string;
  /** Urgent and longest waiting first unless told. */
  readonly order?: 'longestWaiting' | 'newestClosed';
  /** At most this many; 100 unless told. */
  readonly limit?: number;
  readonly offset?: number;
}

/** Stores contact requests, within a running transaction. */
export interface ContactRequestStore {
  /** `referenceTaken`: choose another reference. `draftKnown`: this draft was stored before, as `id`. */
  insert(
    request: NewContactRequest,
  ): Promise<
    | { readonly kind: 'stored' }
    | { readonly kind: 'referenceTaken' }
    | { readonly kind: 'draftKnown'; readonly record: ContactRequestRecord }
  >;
  findByReference(reference: string): Promise<(ContactRequestRecord & { readonly secretHash: string }) | undefined>;
  find(id: string): Promise<ContactRequestRecord | undefined>;
  /** The personal part, or `undefined` if it cannot be opened (lost key, changed row): say so, never fail. */
  openDetails(id: ContactRequestId): Promise<ContactRequestDetails | undefined>;
  /** When the person agreed; `undefined` if the request is gone. */
  consentedAt(id: ContactRequestId): Promise<number | undefined>;
  list(filter: RequestFilter): Promise<readonly ContactRequestRecord[]>;
  count(filter: RequestFilter): Promise<number>;
  /** Other requests with the same phone number or e-mail address. */
  findByMeans(kind: 'phone' | 'email', value: string): Promise<readonly ContactRequestId[]>;
  /** Requests whose name is this one, or has all these words, however they are spelt or accented. */
  findByName(name: string): Promise<readonly ContactRequestId[]>;
  /** @returns false if `expectedVersion` is no longer the stored one: nothing was changed. */
  update(
    id: ContactRequestId,
    expectedVersion: number,
    change: {
      readonly status: ContactRequestStatus;
      readonly assignee: StaffId | undefined;
      readonly waitingSince: number;
      readonly closedAt: number | undefined;
    },
  ): Promise<boolean>;
  /** @returns false if it was urgent already. */
  markUrgent(id: ContactRequestId): Promise<boolean>;
  setNoticeState(id: ContactRequestId, state: NoticeState): Promise<void>;
  addNote(id: ContactRequestId, author: StaffId, text: string): Promise<void>;
  notes(id: ContactRequestId): Promise<readonly RequestNote[]>;
  /** Deletes the request with everything that hangs on it, its key first, and leaves a tombstone. */
  erase(id: ContactRequestId): Promise<void>;
}
