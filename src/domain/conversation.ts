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
  /** Messages in a row that were not understood. */
  misses: number;
  /** The activity handled last: after a crash it is not handled twice. */
  lastActivityId?: string;
}

/** What the person did: words typed, or a command of a button or of the page. */
export interface TurnInput {
  /** Cleaned text; empty for a button. */
  readonly text: string;
  /** True if the cleaning removed invisible or reordering characters. */
  readonly hadHiddenCharacters?: boolean;
  readonly command: Command | undefined;
}

/** Where a turn speaks to. No dialog knows the channel behind it. */
export interface TurnOutput {
  readonly conversationId: string;
  readonly channel: string;
  say(message: OutgoingMessage): Promise<void>;
  /** Tells the page which language the conversation now has. */
  announceLanguage(locale: LocaleTag): Promise<void>;
  /** Erases the conversation at the end of the turn: transcript, state, tokens. */
  endConversation(): void;
  /** The person is in the contact form: limits by network no longer apply to them (M-09). */
  protectFromLimits(): void;
}
