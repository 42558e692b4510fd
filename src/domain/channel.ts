import type { DeskNews } from './liveChat.ts';

/** One activity from a person, in Bot Framework shape and already cleaned: everything unknown was dropped. */
export interface InboundActivity {
  readonly type: 'message' | 'event' | 'conversationUpdate';
  readonly id: string;
  readonly timestamp: Date;
  readonly channelId: string;
  readonly serviceUrl: string;
  readonly conversation: { readonly id: string };
  readonly from: { readonly id: string; readonly name: string; readonly role: 'user' };
  readonly recipient: { readonly id: string; readonly name: string; readonly role: 'bot' };
  /** BCP 47 tag of the page or browser, if it sent one. */
  readonly locale?: string;
  /** Cleaned, at most 2,000 code points. */
  readonly text?: string;
  readonly textFormat?: 'plain';
  /** Value of a tapped button or submitted card: JSON without hidden characters or `__proto__`. */
  readonly value?: unknown;
  /** Name of an event. */
  readonly name?: string;
  readonly membersAdded?: readonly { readonly id: string; readonly name: string }[];
  readonly channelData?: InboundChannelData;
  /** Not from the person: news of the desk. Set by the channel from its own log, never from what a client sent. */
  readonly deskNews?: DeskNews;
}

export interface InboundChannelData {
  readonly clientActivityID?: string;
  readonly postBack?: boolean;
  readonly messageBack?: { readonly displayText?: string };
  /** The message came with files. They were refused and not kept; the bot says so politely. */
  readonly attachmentsDropped?: boolean;
  /** Invisible or reordering characters were removed from the text. */
  readonly hiddenCharactersRemoved?: boolean;
  /** On `conversationUpdate`: the page has shown the welcome itself, so the bot need not send one. */
  readonly welcomeShown?: boolean;
}

/** An activity of the bot, in Bot Framework shape. The channel gives it id, time, conversation and sender. */
export type OutboundActivity = Readonly<Record<string, unknown>> & { readonly type?: string };

/** One activity to be handled, with the means to answer it. */
export interface BotTurn {
  readonly activity: InboundActivity;
  /**
   * 1, or more if the process died during an earlier try. The bot saves the id of the activity with its state: on a later
   * try an activity whose id is already saved was handled to the end, and nothing is left to do.
   */
  readonly attempt: number;
  /**
   * Stores and streams an answer (typing is streamed only). The n-th answer of a turn is stored once, also when the turn
   * runs again after a crash. If the person has deleted the chat meanwhile, nothing happens and the id is empty.
   */
  send(activity: OutboundActivity): Promise<{ readonly id: string }>;
  /** Replaces an earlier activity (`activity.id`), which keeps its id and its place. */
  update(activity: OutboundActivity): Promise<void>;
}

/** The bot, as every channel sees it. Turns of one conversation come one after the other. */
export interface BotTurnHandler {
  /** A rejection is logged and the turn counts as handled: the bot apologises itself before it rejects. */
  handle(turn: BotTurn): Promise<void>;
  /** The activity brought the process down three times: only apologise and show the way to a human. */
  giveUp(turn: BotTurn): Promise<void>;
}

/** The web chat channel as the rest of the program sees it: messages outside of a turn, and the end of a chat. */
export interface ChatChannel {
  /** Stores and streams an activity (typing is streamed only). The id is empty if the chat has ended. */
  deliver(conversationId: string, activity: OutboundActivity): Promise<{ readonly id: string }>;
  /** Replaces an earlier activity (`activity.id`), which keeps its id and its place. */
  update(conversationId: string, activity: OutboundActivity): Promise<void>;
  /** Ends the chat: erases what was said, closes its sockets, its tokens are dead. */
  end(conversationId: string): Promise<void>;
  /**
   * Says that the person is in the contact form: for an hour no turn of this conversation is refused because many others
   * share its network (M-09).
   */
  shieldFromNetworkLimits(conversationId: string): void;
}
