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
  /**
   * A key under which an activity is stored only once per conversation: the client's own id of a message
   * (`channelData.clientActivityID`), or the place of an answer within its turn.
   */
  readonly clientActivityId?: string;
  /** True for what the bot must answer: it stays pending until `TurnLedger.claim` is told that it is finished. */
  readonly needsTurn?: boolean;
  /**
   * Id of an earlier activity that this one replaces on the screen. It gets a new `seq` (so that readers see it) but
   * keeps the id and the timestamp of the earlier one. An id that is not in the log is ignored: a new one is given.
   */
  readonly replaces?: string;
}

/** `ended`: the conversation was erased, or never existed; nothing was stored. */
export type AppendResult =
  | { readonly kind: 'stored' | 'duplicate'; readonly activity: LoggedActivity }
  | { readonly kind: 'ended' };

/** The id of the activity with this `seq`: unique in the whole service, and sortable within its conversation. */
export function activityIdOf(conversationId: string, seq: number): string {
  return `${conversationId}|${String(seq).padStart(7, '0')}`;
}

/**
 * The durable memory of the web chat channel: what was said, in order, for as long as retention allows. Bodies are
 * sealed at rest. A restart loses nothing. After a commit it publishes the conversation's id on `BUS_CHANNELS.activity`.
 */
export interface ConversationLog {
  /** Creates the conversation, or finds it if it exists. */
  open(id: string, userId: string): Promise<{ readonly record: ConversationRecord; readonly isNew: boolean }>;
  find(id: string): Promise<ConversationRecord | undefined>;
  append(conversationId: string, activity: NewActivity): Promise<AppendResult>;
  /** Activities after `watermark`, oldest first. */
  read(conversationId: string, watermark: number, limit?: number): Promise<readonly LoggedActivity[]>;
  /**
   * Ends the conversation and erases what was said, what the bot remembered of it, and the sentences that the person
   * let staff read (if the chat is not older than a day). The record itself stays, with
   * `endedAt`, for at least a day: as long as a token may live.
   */
  erase(conversationId: string): Promise<void>;
}

/** An activity that waits for the bot. */
export interface PendingTurn {
  readonly activity: LoggedActivity;
  /** 1 at the first claim of this activity; each further claim without a finish between counts one more. */
  readonly attempt: number;
}

export interface TurnClaim {
  readonly conversationId: string;
  /** Who runs the turns. One replica, one owner; a single server keeps the same owner over restarts. */
  readonly owner: string;
  /** How long others must keep off. */
  readonly leaseMs: number;
  /** `seq` of the activity that this owner has just handled to the end. */
  readonly finished?: number;
}

/**
 * The log as a queue: which activities (`needsTurn`) the bot has still to handle, and which replica is at it. After a
 * crash the activity is still pending, so that nothing said is left without an answer. Kept in the same rows, and under
 * the same lock per conversation, as the log.
 */
export interface TurnLedger {
  /**
   * In one transaction: notes what is finished, then gives the oldest pending activity and takes the lease. Gives
   * `undefined`, and frees the lease, if nothing is pending; gives `undefined` if another owner holds a live lease. As
   * `append` and `claim` of a conversation never overlap, an activity appended while another owner holds the lease is
   * seen by that owner's next claim.
   */
  claim(claim: TurnClaim): Promise<PendingTurn | undefined>;
  /** Prolongs a lease during a long turn. */
  renew(conversationId: string, owner: string, leaseMs: number): Promise<void>;
  /** Conversations with pending activities whose lease is free, run out, or held by this owner. */
  findWaiting(owner: string, limit: number): Promise<readonly string[]>;
}
