import type { BotTurn, BotTurnHandler, OutboundActivity } from '#src/domain/channel.ts';
import { type Clock, SECOND_MS } from '#src/domain/clock.ts';
import type { PendingTurn, TurnLedger } from '#src/domain/conversationLog.ts';
import { StorageUnavailableError } from '#src/domain/errors.ts';
import { createKeyedQueue } from '#src/domain/keyedQueue.ts';
import { describeError, type Logger } from '#src/domain/logger.ts';
import type { Metrics } from '#src/observability/metrics.ts';
import { isVisible, toInboundActivity } from './activityShapes.ts';

/** Gives what waits in the log to the bot: one turn at a time per conversation, across replicas, and after a crash too. */
export interface TurnRunner {
  /** Looks whether something waits in this conversation. Returns at once; the turns run behind. */
  wake(conversationId: string): void;
  /** True while a turn of this conversation runs or waits in this process. */
  isBusy(conversationId: string): boolean;
  /** Runs something between two turns of a conversation. */
  runBetweenTurns<T>(conversationId: string, task: () => Promise<T>): Promise<T>;
  /** Begins with what an earlier process left, and looks for such leftovers from then on. */
  start(handler: BotTurnHandler): void;
  /** Resolves when no turn runs or waits. */
  idle(): Promise<void>;
  stop(): void;
}

export interface TurnRunnerOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly ledger: TurnLedger;
  /** Who this process is in the ledger. A single server keeps its name, and so resumes at once after a crash. */
  readonly owner: string;
  /** Stores and streams an answer; `key` makes the same answer of a repeated turn harmless. */
  readonly send: (conversationId: string, activity: OutboundActivity, key: string) => Promise<{ readonly id: string }>;
  readonly update: (conversationId: string, activity: OutboundActivity) => Promise<void>;
}

/** Others keep off a conversation for that long after the last sign of life of its owner. */
const LEASE_MS = 10 * SECOND_MS;
/** A turn that is not over by then is left to itself, so that the person can go on. */
const TURN_TIMEOUT_MS = 30 * SECOND_MS;
/** An outage of the database: how long people wait after it for what they said during it. */
const RETRY_MS = 2 * SECOND_MS;
const SWEEP_MS = 15 * SECOND_MS;
const SWEEP_BATCH = 200;
/** After so many deaths of the process on one activity, the activity is the reason (R16). */
const MAX_ATTEMPTS = 3;

/** A runner that waits until `start`. */
export function createTurnRunner(options: TurnRunnerOptions): TurnRunner {
  const { clock, ledger, logger, owner } = options;
  const queue = createKeyedQueue();
  const waiting = new Set<string>();
  const active = new Set<string>();
  const turns = options.metrics.counter('chat_turns_total', 'Turns of the bot in the web chat', ['outcome']);
  let handler: BotTurnHandler | undefined;
  let timer = { cancel: () => {} };
  let isStopped = false;

  const runTurn = async (bot: BotTurnHandler, conversationId: string, pending: PendingTurn): Promise<void> => {
    const turn = createTurn(options, conversationId, pending);
    const isPoison = pending.attempt > MAX_ATTEMPTS;
    if (isPoison) logger.error('turn given up', { conversationId, attempt: pending.attempt });
    const renewal = keepLease(options, conversationId);
    try {
      const work = (isPoison ? bot.giveUp(turn) : bot.handle(turn)).then(() => (isPoison ? 'givenUp' : 'done'));
      const outcome = await waitForTurn(clock, work);
      if (outcome === 'late') logger.error('turn does not end', { conversationId });
      turns.add([outcome]);
    } catch (error) {
      // Nothing is wrong with the message: it stays in the log as unanswered, and is answered once the database is back.
      if (error instanceof StorageUnavailableError) throw error;
      logger.error('turn failed', { conversationId, ...describeError(error) });
      turns.add(['failed']);
    } finally {
      renewal.cancel();
    }
  };
  const runPending = async (bot: BotTurnHandler, conversationId: string): Promise<void> => {
    let finished: number | undefined;
    for (;;) {
      const claim = { conversationId, owner, leaseMs: LEASE_MS };
      const pending = await ledger.claim(finished === undefined ? claim : { ...claim, finished });
      if (!pending) return;
      await runTurn(bot, conversationId, pending);
      finished = pending.activity.seq;
    }
  };
  const wake = (conversationId: string): void => {
    const bot = handler;
    if (!bot || waiting.has(conversationId)) return;
    waiting.add(conversationId);
    const run = queue.run(conversationId, async () => {
      waiting.delete(conversationId);
      active.add(conversationId);
      await runPending(bot, conversationId);
    });
    run
      .catch((error: unknown) => {
        // Still pending in the ledger.
        logger.warn('turns could not be run', { conversationId, ...describeError(error) });
        clock.schedule(RETRY_MS, () => {
          if (!isStopped) wake(conversationId);
        });
      })
      .finally(() => active.delete(conversationId));
  };
  const sweep = async (): Promise<void> => {
    try {
      for (const conversationId of await ledger.findWaiting(owner, SWEEP_BATCH)) {
        if (!active.has(conversationId)) wake(conversationId);
      }
    } catch (error) {
      logger.warn('waiting turns could not be looked for', describeError(error));
    }
  };
  const sweepForEver = (): void => {
    timer = clock.schedule(SWEEP_MS, sweepForEver);
    void sweep();
  };
  return {
    wake,
    isBusy: (conversationId) => active.has(conversationId) || waiting.has(conversationId),
    runBetweenTurns: (conversationId, task) => queue.run(conversationId, task),
    start(bot) {
      handler = bot;
      sweepForEver();
    },
    idle: () => queue.idle(),
    stop() {
      isStopped = true;
      timer.cancel();
    },
  };
}

function createTurn(options: TurnRunnerOptions, conversationId: string, { activity, attempt }: PendingTurn): BotTurn {
  let sent = 0;
  return {
    activity: toInboundActivity(conversationId, activity),
    attempt,
    send(answer) {
      const isStored = answer.type !== 'typing';
      const key = `b:${activity.seq}:${isStored ? (sent += 1) : 'typing'}`;
      const replyToId = answer['replyToId'] ?? (isVisible(activity) ? activity.id : undefined);
      return options.send(conversationId, replyToId === undefined ? answer : { ...answer, replyToId }, key);
    },
    update: (answer) => options.update(conversationId, answer),
  };
}

function keepLease({ clock, ledger, logger, owner }: TurnRunnerOptions, conversationId: string): { cancel(): void } {
  const renew = (): void => {
    timer = clock.schedule(LEASE_MS / 3, renew);
    ledger.renew(conversationId, owner, LEASE_MS).catch((error: unknown) => {
      logger.warn('lease not renewed', { conversationId, ...describeError(error) });
    });
  };
  let timer = clock.schedule(LEASE_MS / 3, renew);
  return { cancel: () => timer.cancel() };
}

function waitForTurn(clock: Clock, work: Promise<string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = clock.schedule(TURN_TIMEOUT_MS, () => resolve('late'));
    work.then(resolve, reject).finally(() => timer.cancel());
  });
}
