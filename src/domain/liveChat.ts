import type { ContactRequestId } from './contactRequest.ts';
import type { LocaleTag } from './locale.ts';
import type { Office } from './office.ts';
import type { ChangeResult } from './requestDesk.ts';
import type { StaffId, StaffMember } from './staff.ts';

/**
 * `waiting`: no staff member has come yet, the assistant answers. `held`: a staff member has the conversation, the
 * assistant is silent. `paused`: the staff member has left or was silent too long, the assistant answers again; staff
 * may come back. `ended`: the request is closed.
 */
export type LiveChatPhase = 'waiting' | 'held' | 'paused' | 'ended';

/** The chat of a request that asked for an answer in the chat window. No personal data. */
export interface LiveChatRecord {
  readonly requestId: ContactRequestId;
  /** Where the person is: it follows them when they come back in a new chat with reference and code. */
  readonly conversationId: string;
  readonly phase: LiveChatPhase;
  readonly holder: StaffId | undefined;
  /** Number of the newest message of the thread; 0 if there is none. */
  readonly lastSeq: number;
  /** The person's page has shown the messages of staff up to here. */
  readonly seenSeq: number;
  /** Since when something waits for the staff member who holds the chat: the arrival, or an unanswered message. */
  readonly owedSince: number | undefined;
  /** When the danger screen last spoke while the chat was held: it speaks once. */
  readonly crisisAt: number | undefined;
}

export type LiveChatChange = Partial<Pick<LiveChatRecord, 'conversationId' | 'phase' | 'seenSeq'>> & {
  /** `null` clears. */
  readonly holder?: StaffId | null;
  readonly owedSince?: number | null;
  readonly crisisAt?: number | null;
};

/** One message between the person and staff. */
export interface ThreadMessage {
  /** 1, 2, 3 … within the request. */
  readonly seq: number;
  readonly author: 'person' | StaffId;
  readonly at: number;
  /** `undefined` if it cannot be opened any more. */
  readonly text: string | undefined;
  /** The name under which the staff member wrote; absent if they are only “a counsellor”. */
  readonly name?: string | undefined;
}

/** Stores live chats and their threads, within a running transaction. */
export interface LiveChatStore {
  open(requestId: ContactRequestId, conversationId: string): Promise<void>;
  find(requestId: string): Promise<LiveChatRecord | undefined>;
  /** The newest chat of this conversation that has not ended. */
  findByConversation(conversationId: string): Promise<LiveChatRecord | undefined>;
  listHeld(): Promise<readonly LiveChatRecord[]>;
  update(requestId: ContactRequestId, change: LiveChatChange): Promise<void>;
  /**
   * Adds a message; the same `origin` is added once.
   * @throws {UnreadableRecordError} if the key of the request is lost.
   */
  append(
    requestId: ContactRequestId,
    message: {
      readonly origin: string;
      readonly author: ThreadMessage['author'];
      readonly text: string;
      readonly name?: string;
    },
  ): Promise<{ readonly seq: number; readonly isNew: boolean }>;
  /** Messages after `afterSeq`, oldest first. */
  messages(requestId: ContactRequestId, afterSeq?: number): Promise<readonly ThreadMessage[]>;
  /** Keeps a rating that leads back to nobody; the first of a request counts. */
  rate(
    requestId: string,
    rating: {
      /** ISO week, `2026-W48`. */
      readonly week: string;
      readonly office: Office;
      readonly locale: LocaleTag;
      readonly value: Rating;
    },
  ): Promise<void>;
}

export const RATINGS = ['good', 'middling', 'bad'] as const;
export type Rating = (typeof RATINGS)[number];

/** Why the assistant speaks again. */
export type LiveChatEnding =
  /** The staff member gave the conversation back. */
  | 'left'
  /** No answer within the configured minutes. */
  | 'silent'
  | 'officeClosed'
  /** The request is closed: the person is asked how the help was. */
  | 'resolved'
  /** The person has withdrawn the request themselves, and has been told so already. */
  | 'withdrawn';

/**
 * What the desk tells the bot of a conversation: an activity in the log like any other, handled in the conversation's
 * queue, so that words of staff, announcements and the person's messages keep one order and survive a crash.
 */
export type DeskNews =
  | { readonly kind: 'joined'; readonly requestId: string; readonly name: string | undefined }
  | { readonly kind: 'message'; readonly requestId: string; readonly seq: number }
  | { readonly kind: 'concluded'; readonly requestId: string; readonly ending: LiveChatEnding };

/** Sender of {@link DeskNews} in the log of a chat. No client can write under this name. */
export const DESK_ID = 'desk';

/** The live chat as the dialogs of the person see it. */
export interface LiveChat {
  /** Passes on what the person wrote. `notHeld`: nobody is there any more, the assistant answers itself. */
  receive(message: {
    readonly conversationId: string;
    readonly activityId: string;
    readonly text: string;
    /** The screen has seen danger in it: staff see the request as urgent. */
    readonly isDanger: boolean;
  }): Promise<{ readonly kind: 'received'; readonly isFirstDanger: boolean } | { readonly kind: 'notHeld' }>;
  /** A message of staff, to be shown; `undefined` if it is gone. */
  read(requestId: string, seq: number): Promise<ThreadMessage | undefined>;
  /** The person's page has shown messages of staff up to `seq`. */
  markSeen(conversationId: string, seq: number): Promise<void>;
  /** The person goes back to the assistant. */
  leave(conversationId: string): Promise<void>;
  /** Keeps one word without anything that leads back to the person; once per request. */
  rate(requestId: string, rating: Rating): Promise<void>;
}

/** The thread of a request as its page in the console shows it. */
export interface LiveChatView {
  readonly chat: LiveChatRecord;
  /** False: the person has deleted the chat, and can read answers with reference and code only. */
  readonly isReachable: boolean;
  readonly messages: readonly ThreadMessage[];
}

/**
 * Ready-made replies: approved words that exist in every language (`reply.*` in `locales/<tag>/bot.json`), so that a
 * staff member picks one in French and the person reads it in Tigrinya.
 */
export const CANNED_REPLIES = [
  'hello',
  'takeTime',
  'oneMoment',
  'backSoon',
  'goodTime',
  'safeNow',
  'interpreter',
  'ownChoice',
  'lawyer',
  'documents',
  'appointment',
  'noSensitive',
  'callFree',
  'otherOffice',
  'done',
  'goodbye',
] as const;
export type CannedReply = (typeof CANNED_REPLIES)[number];

/** What staff do in a live chat. Role and office are checked as for the request; every reading is audited (M-19). */
export interface LiveChatDesk {
  /** Where a chat stands, without its words: not audited. `undefined` as for `view`. */
  find(member: StaffMember, requestId: string): Promise<LiveChatRecord | undefined>;
  /** The thread; `undefined` if the request has no chat, or is none of the member's. */
  view(member: StaffMember, requestId: string): Promise<LiveChatView | undefined>;
  /** Takes the conversation: the assistant falls silent. Only whoever has taken the request may. */
  join(member: StaffMember, requestId: string): Promise<ChangeResult>;
  /**
   * Writes to the person, and joins first if need be. Only whoever has taken the request may: two cannot answer at once.
   * @param formId - The same form sent twice writes once.
   */
  send(member: StaffMember, requestId: string, formId: string, text: string): Promise<ChangeResult>;
  /** Gives the conversation back to the assistant; the request stays open. */
  handBack(member: StaffMember, requestId: string): Promise<ChangeResult>;
  /** Lets the person see that somebody types. */
  showTyping(member: StaffMember, requestId: string): Promise<'shown' | 'notFound'>;
}
