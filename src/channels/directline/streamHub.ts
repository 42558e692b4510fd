import { BUS_CHANNELS, type Bus } from '#src/domain/bus.ts';
import type { Clock } from '#src/domain/clock.ts';
import type { ConversationLog, LoggedActivity } from '#src/domain/conversationLog.ts';
import type { StreamSocket } from '#src/domain/httpRoute.ts';
import type { Ids } from '#src/domain/ids.ts';
import { createKeyedQueue } from '#src/domain/keyedQueue.ts';
import { describeError, type Logger } from '#src/domain/logger.ts';
import { BOT_ID, isVisible, toClientActivity } from './activityShapes.ts';

/** Sends what is in the log to the open sockets of this replica, in order and each activity once per socket. */
export interface StreamHub {
  /** Sends everything after `watermark`, and from then on what is new. */
  attach(conversationId: string, watermark: number, socket: StreamSocket): void;
  /** Resolves when the sockets of this replica have been sent what is in the log now. */
  flush(conversationId: string): Promise<void>;
  stop(): void;
}

export interface StreamHubOptions {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly log: Pick<ConversationLog, 'read'>;
  readonly bus: Bus;
}

interface Client {
  readonly socket: StreamSocket;
  watermark: number;
  /** Number of the newest typing hint when a message of the bot was last sent: older hints are out of date. */
  typingSeen: number;
  /** The first page is on its way: what was said before, in one frame, so that a page can tell it from news. */
  isCatchingUp: boolean;
}

/** A page, its predecessor that has not noticed yet, a second tab: more at a time is no person. */
const MAX_SOCKETS_PER_CONVERSATION = 4;
const PAGE_SIZE = 200;
/** A client that lets so much wait is gone; it gets the rest from the log when it comes back. */
const MAX_BUFFERED_BYTES = 1024 * 1024;
/** Bus hints may be lost; the log is looked at now and then without one. */
const SWEEP_MS = 25_000;

const CLOSE_POLICY = 1008;
const CLOSE_NORMAL = 1000;
const CLOSE_TRY_AGAIN = 1013;

/** Subscribes to the bus and starts without sockets. */
export function createStreamHub({ clock, ids, logger, log, bus }: StreamHubOptions): StreamHub {
  const conversations = new Map<string, Set<Client>>();
  const queue = createKeyedQueue();
  const waiting = new Set<string>();
  let typingHints = 0;

  const sendNew = async (conversationId: string): Promise<void> => {
    waiting.delete(conversationId);
    for (;;) {
      const clients = conversations.get(conversationId);
      if (!clients || clients.size === 0) return;
      const from = Math.min(...[...clients].map((client) => client.watermark));
      const page = await log.read(conversationId, from, PAGE_SIZE);
      for (const client of clients) sendPage(conversationId, client, page, typingHints);
      if (page.length < PAGE_SIZE) return;
    }
  };
  const pump = (conversationId: string): Promise<void> => {
    if (!conversations.has(conversationId)) return Promise.resolve();
    // One run that has not begun yet will see everything that is in the log by then.
    if (waiting.has(conversationId)) return queue.run(conversationId, () => Promise.resolve());
    waiting.add(conversationId);
    return queue.run(conversationId, () => sendNew(conversationId));
  };
  const pumpSafely = (conversationId: string): void => {
    pump(conversationId).catch((error: unknown) => {
      waiting.delete(conversationId);
      logger.warn('stream could not be read', { conversationId, ...describeError(error) });
    });
  };
  // Typing goes through the same queue: it must not overtake the message it follows.
  const sendTyping = async (conversationId: string, hint: number): Promise<void> => {
    const activity = {
      type: 'typing',
      id: `${conversationId}|t${ids.uuid()}`,
      timestamp: new Date(clock.now()).toISOString(),
      channelId: 'directline',
      conversation: { id: conversationId },
      from: { id: BOT_ID, role: 'bot' },
    };
    for (const client of conversations.get(conversationId) ?? []) {
      if (client.typingSeen < hint) sendFrame(client, [activity]);
    }
  };
  const unsubscribe = [
    bus.subscribe(BUS_CHANNELS.activity, pumpSafely),
    bus.subscribe(BUS_CHANNELS.typing, (conversationId) => {
      const hint = (typingHints += 1);
      if (conversations.has(conversationId)) void queue.run(conversationId, () => sendTyping(conversationId, hint));
    }),
    bus.subscribe(BUS_CHANNELS.conversationEnded, (conversationId) => {
      for (const { socket } of conversations.get(conversationId) ?? []) socket.close(CLOSE_NORMAL);
    }),
    bus.subscribe(BUS_CHANNELS.resync, () => pumpAll()),
  ];
  const pumpAll = (): void => {
    for (const conversationId of conversations.keys()) pumpSafely(conversationId);
  };
  const sweep = (): void => {
    pumpAll();
    timer = clock.schedule(SWEEP_MS, sweep);
  };
  let timer = clock.schedule(SWEEP_MS, sweep);

  return {
    attach(conversationId, watermark, socket) {
      const clients = conversations.get(conversationId) ?? new Set<Client>();
      conversations.set(conversationId, clients);
      const client: Client = { socket, watermark, typingSeen: 0, isCatchingUp: true };
      clients.add(client);
      socket.onClose(() => {
        clients.delete(client);
        if (clients.size === 0 && conversations.get(conversationId) === clients) conversations.delete(conversationId);
      });
      if (clients.size > MAX_SOCKETS_PER_CONVERSATION) [...clients][0]?.socket.close(CLOSE_POLICY);
      pumpSafely(conversationId);
    },
    flush: (conversationId) => pump(conversationId),
    stop() {
      timer.cancel();
      for (const end of unsubscribe) end();
    },
  };
}

function sendPage(conversationId: string, client: Client, page: readonly LoggedActivity[], typingHints: number): void {
  if (client.socket.bufferedBytes > MAX_BUFFERED_BYTES) {
    client.socket.close(CLOSE_TRY_AGAIN);
    return;
  }
  const news = page.filter((activity) => activity.seq > client.watermark);
  if (client.isCatchingUp) {
    client.isCatchingUp = false;
    client.watermark = news.at(-1)?.seq ?? client.watermark;
    client.typingSeen = typingHints;
    sendFrame(
      client,
      news.filter(isVisible).map((activity) => toClientActivity(conversationId, activity)),
    );
    return;
  }
  for (const activity of news) {
    client.watermark = activity.seq;
    if ((activity.body['from'] as { readonly role?: string }).role === 'bot') client.typingSeen = typingHints;
    // One activity to a frame from now on: DirectLineJS hands out the activities of a frame one by one and mixes frames that arrive
    // close together.
    if (isVisible(activity)) sendFrame(client, [toClientActivity(conversationId, activity)]);
  }
}

function sendFrame({ socket, watermark }: Client, activities: readonly Record<string, unknown>[]): void {
  socket.send(JSON.stringify({ activities, watermark: String(watermark) }));
}
