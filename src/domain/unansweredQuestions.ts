import type { LocaleTag } from './locale.ts';
import type { StaffMember } from './staff.ts';
import type { TopicId } from './topic.ts';

/** Longest sentence that is kept, in code points. */
export const MAX_KEPT_LENGTH = 200;

/** Sentences that are kept from one chat within a day at most: nobody fills the page of the editors. */
export const MAX_KEPT_PER_CHAT = 10;

/** The person's side: keeps a sentence that was not understood, if the person says so, and forgets it again. */
export interface QuestionKeeper {
  /** False if nothing worth reading is left of the text without personal data: then nobody is asked. */
  isWorthKeeping(locale: LocaleTag, text: string): boolean;
  /**
   * Keeps the sentence without personal data. The same turn, run again after a crash, keeps it once.
   * @returns false if it was not kept: a contact request came from this chat, or too much was kept from it today.
   */
  keep(question: {
    readonly conversationId: string;
    readonly activityId: string;
    readonly locale: LocaleTag;
    readonly text: string;
  }): Promise<boolean>;
  /** Deletes what was kept from this chat within the last day. */
  forget(conversationId: string): Promise<void>;
}

/** A kept sentence. Nothing in it leads back to the chat. */
export interface KeptQuestion {
  readonly id: string;
  readonly week: string;
  readonly locale: LocaleTag;
  /** Without personal data; `undefined` if its key is lost. */
  readonly text: string | undefined;
  /** Where an editor has put it. */
  readonly topic: TopicId | undefined;
}

/** How many sentences of a language wait, and how many an editor has put to a topic. */
export interface QuestionCount {
  readonly locale: LocaleTag;
  readonly open: number;
  readonly assigned: number;
}

/** Stores kept sentences, sealed, within a running transaction. */
export interface QuestionStore {
  /** @returns as {@link QuestionKeeper.keep}. */
  add(question: {
    readonly conversationId: string;
    readonly activityId: string;
    readonly week: string;
    readonly locale: LocaleTag;
    readonly text: string;
  }): Promise<boolean>;
  /** @returns how many were deleted. */
  forget(conversationId: string): Promise<number>;
  counts(): Promise<readonly QuestionCount[]>;
  /** In no order that tells when they came. */
  list(locale: LocaleTag, limit: number): Promise<readonly KeptQuestion[]>;
  /** Puts sentences to a topic, or back among the open ones. @returns how many there were. */
  assign(locale: LocaleTag, ids: readonly string[], topic: TopicId | undefined): Promise<number>;
  /** Deletes them. @returns how many there were. */
  dismiss(locale: LocaleTag, ids: readonly string[]): Promise<number>;
}

/** What an editor sees of one language. */
export interface QuestionBoard {
  /** Sentences that are alike stand together, the largest group first. */
  readonly groups: readonly (readonly KeptQuestion[])[];
  readonly assigned: readonly KeptQuestion[];
  /** Sentences whose key is lost. */
  readonly unreadable: number;
  /** True if there are more than are shown. */
  readonly hasMore: boolean;
}

/** Topic → sentences: what is added to `locales/<tag>/phrases.json`. */
export type PhraseAdditions = Readonly<Record<string, readonly string[]>>;

/** What editors do with kept sentences. Each reading and each change is written to the audit trail. */
export interface QuestionDesk {
  counts(): Promise<readonly QuestionCount[]>;
  open(member: StaffMember, locale: LocaleTag): Promise<QuestionBoard>;
  assign(member: StaffMember, locale: LocaleTag, ids: readonly string[], topic: TopicId): Promise<number>;
  putBack(member: StaffMember, locale: LocaleTag, ids: readonly string[]): Promise<number>;
  dismiss(member: StaffMember, locale: LocaleTag, ids: readonly string[]): Promise<number>;
  download(member: StaffMember, locale: LocaleTag): Promise<PhraseAdditions>;
}
