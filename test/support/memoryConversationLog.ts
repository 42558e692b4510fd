import { BUS_CHANNELS, type Bus } from '#src/domain/bus.ts';
import type { Clock } from '#src/domain/clock.ts';
import {
  type AppendResult,
  activityIdOf,
  type ConversationLog,
  type ConversationRecord,
  type LoggedActivity,
  type NewActivity,
  type PendingTurn,
  type TurnClaim,
  type TurnLedger,
} from '#src/domain/conversationLog.ts';
import { StorageUnavailableError } from '#src/domain/errors.ts';
import { MemoryBus } from './memoryBus.ts';

interface Conversation {
  record: ConversationRecord;
  activities: LoggedActivity[];
  readonly byClientId: Map<string, LoggedActivity>;
  readonly needsTurn: Set<number>;
  processedSeq: number;
  attempts: number;
  lease: { readonly owner: string; until: number } | undefined;
}

/** Log and ledger in memory: what a restart of the server finds again, as long as the test keeps the object. */
export class MemoryConversationLog implements ConversationLog, TurnLedger {
  /** Set to make every call fail, as when the database is gone. */
  isDown = false;
  /** Tells of every write, as the real log does. */
  readonly bus: Bus;
  readonly #clock: Clock;
  readonly #conversations = new Map<string, Conversation>();

  constructor(clock: Clock, bus: Bus = new MemoryBus()) {
    this.#clock = clock;
    this.bus = bus;
  }

  /** Everything stored of a conversation, hidden activities included. */
  dump(id: string): readonly LoggedActivity[] {
    return this.#conversations.get(id)?.activities ?? [];
  }

  get conversationIds(): readonly string[] {
    return [...this.#conversations.keys()];
  }

  async open(id: string, userId: string): Promise<{ record: ConversationRecord; isNew: boolean }> {
    this.#check();
    const known = this.#conversations.get(id);
    if (known) return { record: known.record, isNew: false };
    const record = { id, userId, createdAt: this.#clock.now(), endedAt: undefined };
    this.#conversations.set(id, {
      record,
      activities: [],
      byClientId: new Map(),
      needsTurn: new Set(),
      processedSeq: 0,
      attempts: 0,
      lease: undefined,
    });
    return { record, isNew: true };
  }

  async find(id: string): Promise<ConversationRecord | undefined> {
    this.#check();
    return this.#conversations.get(id)?.record;
  }

  async append(conversationId: string, activity: NewActivity): Promise<AppendResult> {
    this.#check();
    const conversation = this.#conversations.get(conversationId);
    if (!conversation || conversation.record.endedAt !== undefined) return { kind: 'ended' };
    const { body, clientActivityId, needsTurn, replaces } = activity;
    const known = clientActivityId === undefined ? undefined : conversation.byClientId.get(clientActivityId);
    if (known) return { kind: 'duplicate', activity: known };
    const last = conversation.activities.at(-1);
    const seq = (last?.seq ?? 0) + 1;
    const replaced = conversation.activities.find((candidate) => candidate.id === replaces);
    const newest = Math.max(0, ...conversation.activities.map((candidate) => candidate.timestamp));
    const stored: LoggedActivity = {
      seq,
      id: replaced?.id ?? activityIdOf(conversationId, seq),
      timestamp: replaced?.timestamp ?? Math.max(this.#clock.now(), newest + 1),
      body: structuredClone(body),
    };
    conversation.activities.push(stored);
    if (clientActivityId !== undefined) conversation.byClientId.set(clientActivityId, stored);
    if (needsTurn) conversation.needsTurn.add(seq);
    this.bus.publish(BUS_CHANNELS.activity, conversationId);
    return { kind: 'stored', activity: stored };
  }

  async read(conversationId: string, watermark: number, limit = Number.POSITIVE_INFINITY): Promise<LoggedActivity[]> {
    this.#check();
    const activities = this.#conversations.get(conversationId)?.activities ?? [];
    return activities.filter((activity) => activity.seq > watermark).slice(0, limit);
  }

  async erase(conversationId: string): Promise<void> {
    this.#check();
    const conversation = this.#conversations.get(conversationId);
    if (!conversation) return;
    conversation.record = { ...conversation.record, endedAt: conversation.record.endedAt ?? this.#clock.now() };
    conversation.activities = [];
    conversation.byClientId.clear();
    conversation.needsTurn.clear();
  }

  async claim({ conversationId, owner, leaseMs, finished }: TurnClaim): Promise<PendingTurn | undefined> {
    this.#check();
    const conversation = this.#conversations.get(conversationId);
    if (!conversation) return undefined;
    const now = this.#clock.now();
    if (conversation.lease && conversation.lease.owner !== owner && conversation.lease.until > now) return undefined;
    if (finished !== undefined && finished > conversation.processedSeq) {
      conversation.processedSeq = finished;
      conversation.attempts = 0;
    }
    const next = this.#pending(conversation);
    if (!next) {
      conversation.lease = undefined;
      return undefined;
    }
    conversation.lease = { owner, until: now + leaseMs };
    conversation.attempts += 1;
    return { activity: next, attempt: conversation.attempts };
  }

  async renew(conversationId: string, owner: string, leaseMs: number): Promise<void> {
    this.#check();
    const lease = this.#conversations.get(conversationId)?.lease;
    if (lease?.owner === owner) lease.until = this.#clock.now() + leaseMs;
  }

  async findWaiting(owner: string, limit: number): Promise<readonly string[]> {
    this.#check();
    const now = this.#clock.now();
    return [...this.#conversations.values()]
      .filter((conversation) => this.#pending(conversation) !== undefined)
      .filter(({ lease }) => lease === undefined || lease.owner === owner || lease.until <= now)
      .slice(0, limit)
      .map(({ record }) => record.id);
  }

  #pending({ activities, needsTurn, processedSeq }: Conversation): LoggedActivity | undefined {
    return activities.find(({ seq }) => seq > processedSeq && needsTurn.has(seq));
  }

  #check(): void {
    if (this.isDown) throw new StorageUnavailableError();
  }
}
