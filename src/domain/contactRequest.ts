import type { Brand } from './brand.ts';
import type { Country } from './country.ts';
import type { LocaleTag } from './locale.ts';
import type { Subject } from './topic.ts';

export type ContactRequestId = Brand<string, 'ContactRequestId'>;

/** Eight Crockford characters, spoken on the phone and printed in notices. It is a name, not a secret. */
export type Reference = Brand<string, 'Reference'>;

/** Sixteen digits only the person knows (53 bits). Shown once, stored as an argon2id hash. */
export type SecretCode = Brand<string, 'SecretCode'>;

/** How the person asked to be reached: one variant per way, each with only the fields it needs. */
export type ContactMeans =
  | { readonly kind: 'phone'; readonly number: string; readonly isValid: boolean }
  | { readonly kind: 'whatsapp'; readonly number: string; readonly isValid: boolean }
  | { readonly kind: 'email'; readonly address: string }
  /** In this chat. `hintAddress`: where to send the bare word that there is an answer, if the person agreed. */
  | { readonly kind: 'chat'; readonly hintAddress?: string };

/** What keeps the person safe when staff get in touch. Shown to staff before everything else (M-33). */
export interface SafeContactWishes {
  readonly safeToCall: 'yes' | 'no' | 'unsaid';
  readonly leaveMessage: 'yes' | 'no' | 'unsaid';
  /** In the person's own words: “tomorrow after 6”. */
  readonly when?: string;
  /** The same, as understood by the date recogniser, for staff: ISO 8601, local time. */
  readonly whenUnderstood?: string;
}

export interface MoreWishes {
  readonly interpreter?: string;
  readonly counsellorGender?: 'woman' | 'man';
  readonly spokenLanguage?: string;
}

/** The proof of consent, kept beside the request (M-05). */
export interface Consent {
  /** SHA-256 prefix of the very text the person agreed to. */
  readonly textHash: string;
  readonly locale: LocaleTag;
  readonly givenAt: number;
  readonly channel: string;
}

/** Everything the contact form collected. The desk stores it; `draftId` makes a repeated send harmless. */
export interface ContactRequestDraft {
  readonly draftId: string;
  /** `minor`: the person is under 18, so this is no return request (rule R11). */
  readonly kind: 'return' | 'minor';
  readonly conversationId: string;
  readonly channel: string;
  readonly locale: LocaleTag;
  readonly country: Country | undefined;
  readonly topic: Subject | undefined;
  readonly means: ContactMeans;
  readonly safeContact: SafeContactWishes;
  /** At most 500 code points: the person's own sentence, or the question asked before, if they agreed to share it. */
  readonly message?: string;
  readonly name?: string;
  readonly wishes: MoreWishes;
  /** True if `cleanText` removed invisible or reordering characters from any answer: staff see a mark. */
  readonly hadHiddenCharacters?: boolean;
  readonly consent: Consent;
}

export type ContactRequestStatus = 'pending' | 'open' | 'resolved' | 'withdrawn' | 'erased';

/** What can happen to a request, apart from notes and reads. */
export type ContactRequestEvent = 'take' | 'release' | 'resolve' | 'reopen' | 'withdraw' | 'erase';

const TRANSITIONS: Readonly<Record<ContactRequestEvent, Partial<Record<ContactRequestStatus, ContactRequestStatus>>>> =
  {
    take: { pending: 'open' },
    release: { open: 'pending' },
    resolve: { open: 'resolved' },
    reopen: { resolved: 'open' },
    withdraw: { pending: 'withdrawn', open: 'withdrawn' },
    erase: { pending: 'erased', open: 'erased', resolved: 'erased', withdrawn: 'erased' },
  };

/**
 * The status after an event, or `undefined` if the event is not allowed in this status.
 * The only place that knows the life of a request.
 */
export function transition(status: ContactRequestStatus, event: ContactRequestEvent): ContactRequestStatus | undefined {
  return TRANSITIONS[event][status];
}

/** What the person sees after a request was durably stored. */
export interface Submission {
  readonly reference: Reference;
  /** Absent when the same draft was sent twice: the code is shown only once. */
  readonly secret: SecretCode | undefined;
  /** When the office works next: the person is told this, never a promised time (fact P02). */
  readonly nextOfficeHours: { readonly opensAt: number; readonly isOpenNow: boolean };
}

/** What staff and the person have written to each other in the chat, as the person may read it again. */
export interface PersonMessage {
  readonly from: 'you' | 'staff';
  /** The name under which the staff member wrote, if any. */
  readonly name?: string;
  readonly at: number;
  readonly text: string;
}

/** What a person may see of their own request. */
export interface ContactRequestView {
  readonly reference: Reference;
  readonly kind: 'return' | 'minor';
  readonly status: ContactRequestStatus;
  readonly createdAt: number;
  /** When the person agreed that it is kept. */
  readonly consentedAt: number | undefined;
  readonly locale: LocaleTag;
  readonly country: Country | undefined;
  readonly topic: Subject | undefined;
  readonly means: ContactMeans;
  readonly safeContact: SafeContactWishes;
  readonly message?: string;
  readonly name?: string;
  readonly wishes: MoreWishes;
  /** Oldest first; empty if nobody has written. */
  readonly messages: readonly PersonMessage[];
}

/** The answer to a look-up. A wrong code and an unknown reference are told apart by nobody (M-04). */
export type LookupResult =
  | { readonly kind: 'found'; readonly request: ContactRequestView }
  | { readonly kind: 'notFound' }
  | { readonly kind: 'locked'; readonly retryAt: number };

/**
 * Takes contact requests and shows them again to the person who made them. Resolves only after the durable commit
 * (M-43). Dialogs talk to this port and know nothing of storage.
 */
export interface ContactDesk {
  /** @throws {StorageUnavailableError} if nothing was stored; the person must then be given the phone numbers. */
  submit(draft: ContactRequestDraft): Promise<Submission>;
  lookup(reference: string, secret: string): Promise<LookupResult>;
  /**
   * Brings the chat with staff into this conversation: somebody has closed the page and comes back. Marks what staff
   * wrote as seen.
   */
  continueChat(reference: string, secret: string, conversationId: string): Promise<LookupResult>;
  /** Withdraws: staff see that the person no longer wants to be contacted. */
  withdraw(reference: string, secret: string): Promise<LookupResult>;
  /** Erases at once, everywhere, leaving a tombstone. */
  erase(reference: string, secret: string): Promise<LookupResult>;
}
