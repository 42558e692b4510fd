import type { OutgoingMessage } from './card.ts';
import type { Command } from './command.ts';
import type { Country } from './country.ts';
import type { LocaleTag } from './locale.ts';
import type { TopicId } from './topic.ts';

/** What the bot remembers of a conversation between turns, besides the stack of dialogs. Sealed at rest. */
export interface ConversationMemory {
  locale: LocaleTag;
  /** `assumed`: nobody has said anything yet, and the browser names no language that is offered. */
  localeOrigin: 'chosen' | 'browser' | 'detected' | 'assumed';
  country?: Country | undefined;
  /** True once the person was asked where they live: they are asked only once. */
  countryAsked?: boolean;
  previousTopic?: TopicId | undefined;
  /** The last question in the person's words, so that the contact form can offer to share it. */
  lastQuestion?: string | undefined;
  /** Set while the person may let staff read `lastQuestion`: the language it was written in. */
  keepableIn?: LocaleTag;
  /** Staff may read a sentence of this chat. */
  hasKept?: boolean;
  /** Danger was seen or a contact request begun: nothing of this chat is kept for the editors. */
  isDelicate?: boolean;
  /** This chat is counted already. */
  isCounted?: boolean;
  /** Messages in a row that were not understood. */
  misses: number;
  /** The activity handled last: after a crash it is not handled twice. */
  lastActivityId?: string;
  /** A staff member holds this conversation: what the person writes goes to them, and the assistant is silent. */
  liveChat?: { readonly requestId: string; readonly name: string };
  /** The closed request that the person was asked to rate. */
  ratingOf?: string;
}

/** What the person did: words typed, or a command of a button or of the page. */
export interface TurnInput {
  /** Cleaned text; empty for a button. */
  readonly text: string;
  /** True if the cleaning removed invisible or reordering characters. */
  readonly hadHiddenCharacters?: boolean;
  readonly command: Command | undefined;
}

/** One message of a staff member to the person. */
export interface StaffMessage {
  readonly text: string;
  readonly name: string;
  /** Its number in the thread: the page reports by it what was seen. */
  readonly seq: number;
}

/** Where a turn speaks to. No dialog knows the channel behind it. */
export interface TurnOutput {
  readonly conversationId: string;
  readonly channel: string;
  /** The id of the activity that this turn answers: the same when the turn runs again after a crash. */
  readonly activityId: string;
  say(message: OutgoingMessage): Promise<void>;
  /** Shows words of a staff member as theirs: never approved answers, never mixed with them. */
  sayAsStaff(message: StaffMessage): Promise<void>;
  /** The handoff event of the Bot Framework: a request was stored for staff (`handoff.initiate`). */
  initiateHandoff(context: Readonly<Record<string, string>>): Promise<void>;
  /** `accepted`: a staff member holds the conversation; `completed`: the assistant speaks again (`handoff.status`). */
  announceHandoff(state: 'accepted' | 'completed'): Promise<void>;
  /** Tells the page which language the conversation now has. */
  announceLanguage(locale: LocaleTag): Promise<void>;
  /** Erases the conversation at the end of the turn: transcript, state, tokens. */
  endConversation(): void;
  /** The person is in the contact form: limits by network no longer apply to them (M-09). */
  protectFromLimits(): void;
}
