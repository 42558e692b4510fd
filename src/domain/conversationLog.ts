/** A web chat conversation as the channel knows it. */
export interface ConversationRecord {
  readonly id: string;
  readonly userId: string;
  readonly createdAt: number;
  /** Set when the person deleted or left the chat: tokens of an ended conversation are dead. */
  readonly endedAt: number | undefined;
}

/** One stored activity. `seq` is the watermark: gap-free and growing within a conversation. */
export interface LoggedActivity {
  readonly seq: number;
  /** Server time in epoch milliseconds, strictly increasing within a conversation (Web Chat sorts by it). */
  readonly timestamp: number;
  readonly id: string;
  /** The activity as the client may see it, without `id` and `timestamp`. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface NewActivity {
  readonly body: Readonly<Record<string, unknown>>;
  /** The client's own id of the message (`channelData.clientActivityID`): the same id is stored once. */
  readonly clientActivityId?: string;
}

export type AppendResult = { readonly kind: 'stored' | 'duplicate'; readonly activity: LoggedActivity } | { readonly kind: 'ended' };

/**
 * The durable memory of the web chat channel: what was said, in order, for as long as retention allows. Bodies are
 * sealed at rest. A restart loses nothing.
 */
export interface ConversationLog {
  /** Creates the conversation, or finds it if it exists. */
  open(id: string, userId: string): Promise<{ readonly record: ConversationRecord; readonly isNew: boolean }>;
  find(id: string): Promise<ConversationRecord | undefined>;
  append(conversationId: string, activity: NewActivity): Promise<AppendResult>;
  /** Activities after `watermark`, oldest first. */
  read(conversationId: string, watermark: number, limit?: number): Promise<readonly LoggedActivity[]>;
  /** Ends the conversation and erases what was said and what the bot remembered of it. */
  erase(conversationId: string): Promise<void>;
}
