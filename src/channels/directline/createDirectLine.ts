import { BUS_CHANNELS, type Bus } from '#src/domain/bus.ts';
import type { BotTurnHandler, ChatChannel } from '#src/domain/channel.ts';
import type { Clock } from '#src/domain/clock.ts';
import type { ConversationLog, TurnLedger } from '#src/domain/conversationLog.ts';
import type { Authenticator, Route, UpgradeRoute } from '#src/domain/httpRoute.ts';
import type { Ids } from '#src/domain/ids.ts';
import { describeError, type Logger } from '#src/domain/logger.ts';
import type { OneTimeMarks } from '#src/domain/oneTimeMarks.ts';
import type { RateLimits } from '#src/domain/rateLimits.ts';
import type { Metrics } from '#src/observability/metrics.ts';
import { createChatLimits } from './chatLimits.ts';
import { createChatRoutes } from './chatRoutes.ts';
import { createChatTokenAuthenticator } from './chatTokenAuthenticator.ts';
import { createChatTokens, type TokenKey } from './chatTokens.ts';
import { createConversationService } from './conversationService.ts';
import { createDirectLineRoutes } from './directLineRoutes.ts';
import { createStreamHub } from './streamHub.ts';
import { createStreamRoute } from './streamRoute.ts';
import { createTurnRunner } from './turnRunner.ts';

export interface DirectLineOptions {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly log: ConversationLog;
  readonly ledger: TurnLedger;
  readonly bus: Bus;
  readonly marks: OneTimeMarks;
  readonly limits: RateLimits;
  /** Newest first. */
  readonly tokenKeys: readonly TokenKey[];
  /** Name of this process in the ledger: constant for a single server, unique per start for replicas. */
  readonly owner: string;
}

/** The web chat channel: what the server mounts, and what the bot talks to. */
export interface DirectLine {
  readonly channel: ChatChannel;
  readonly routes: readonly Route[];
  readonly upgrades: readonly UpgradeRoute[];
  readonly authenticator: Authenticator<'chatToken'>;
  /** Begins to run turns, first those that an earlier process left unfinished. */
  start(handler: BotTurnHandler): void;
  /** Resolves when no turn runs or waits: what a shutdown waits for. */
  settle(): Promise<void>;
  stop(): void;
}

/**
 * An own Direct Line 3.0 service: conversations live in the log, sockets only show it, and the log is the queue of turns.
 *
 * @see docs/decisions/0003-own-direct-line.md - why there is no cloud in between, and what the log does
 */
export function createDirectLine(options: DirectLineOptions): DirectLine {
  const { clock, ids, logger, metrics, log, bus } = options;
  const tokens = createChatTokens({ clock, ids, keys: options.tokenKeys });
  const limits = createChatLimits(options.limits, clock, metrics);
  const conversations = createConversationService(log, bus, ids);
  const hub = createStreamHub({ clock, ids, logger, log, bus });
  const runner = createTurnRunner({
    clock,
    logger,
    metrics,
    ledger: options.ledger,
    owner: options.owner,
    send: (conversationId, activity, key) => conversations.deliver(conversationId, activity, key),
    update: (conversationId, activity) => conversations.update(conversationId, activity),
  });
  const channel: ChatChannel = {
    deliver: (conversationId, activity) => conversations.deliver(conversationId, activity),
    update: (conversationId, activity) => conversations.update(conversationId, activity),
    async end(conversationId) {
      // A farewell that stands in the log is shown before the log is gone.
      await hub.flush(conversationId).catch(() => {});
      await conversations.erase(conversationId);
      if (!runner.isBusy(conversationId)) return;
      // A turn that runs just now saves what it remembers at its end: erased again after it. Not awaited, as it may be
      // the very turn that has asked for the end.
      void runner
        .runBetweenTurns(conversationId, () => conversations.erase(conversationId))
        .catch((error: unknown) => logger.error('erasure not repeated', { conversationId, ...describeError(error) }));
    },
    shieldFromNetworkLimits: (conversationId) => limits.shield(conversationId),
  };
  const unsubscribe = bus.subscribe(BUS_CHANNELS.turnWaiting, (conversationId) => runner.wake(conversationId));
  const routeOptions = { ids, tokens, limits, conversations, runner };
  return {
    channel,
    routes: [...createDirectLineRoutes(routeOptions), ...createChatRoutes(routeOptions, channel)],
    upgrades: [createStreamRoute({ tokens, marks: options.marks, conversations, hub, runner })],
    authenticator: createChatTokenAuthenticator(tokens),
    start: (handler) => runner.start(handler),
    settle: () => runner.idle(),
    stop() {
      unsubscribe();
      runner.stop();
      hub.stop();
    },
  };
}
