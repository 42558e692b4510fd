import type { Alarms } from '#src/domain/alarms.ts';
import type { AuditHead } from '#src/domain/audit.ts';
import { type Clock, HOUR_MS, type Timer } from '#src/domain/clock.ts';
import { describeError, type Logger } from '#src/domain/logger.ts';
import type { RetentionRules, RetentionStore } from '#src/domain/retention.ts';
import { purge } from './purge.ts';

export interface HousekeepingOptions {
  readonly retentionStore: RetentionStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly alarms: Alarms;
  readonly rules: RetentionRules;
  readonly scrub: () => Promise<void>;
  /** Where the audit chain ends now: printed to the log, it proves later that the tail was not cut. */
  readonly readAuditHead: () => Promise<AuditHead>;
}

/** What is done every hour, on every replica: all of it may run twice. */
export interface Housekeeping {
  start(): void;
  run(): Promise<void>;
  stop(): Promise<void>;
}

export function createHousekeeping(options: HousekeepingOptions): Housekeeping {
  const { retentionStore, clock, logger, alarms, rules } = options;
  /** Overdue requests that were alarmed by this process, with the day: once a day is enough. */
  const alarmed = new Map<string, number>();
  let timer: Timer | undefined;
  let running: Promise<void> = Promise.resolve();

  async function run(): Promise<void> {
    await purge(options);
    await alarmOverdue();
    const head = await options.readAuditHead();
    logger.info('audit head', { auditSeq: head.seq, auditHash: head.hash });
  }

  /** An unresolved request never goes by itself: keeping it needs a decision of the lead. */
  async function alarmOverdue(): Promise<void> {
    const now = clock.now();
    for (const id of await retentionStore.overdueRequests(rules, now)) {
      const last = alarmed.get(id);
      if (last !== undefined && now - last < 24 * HOUR_MS) continue;
      alarmed.set(id, now);
      logger.error('an unresolved contact request is too old and needs a decision', { contactRequestId: id });
      alarms.raise({ kind: 'requestOverdue', contactRequestId: id });
    }
  }

  function scheduleNext(): void {
    timer = clock.schedule(HOUR_MS, () => {
      scheduleNext();
      running = run().catch((error: unknown) => logger.error('housekeeping failed', describeError(error)));
    });
  }

  return {
    /** Begins at once: a server that is restarted every 50 minutes purges too. */
    start() {
      scheduleNext();
      running = run().catch((error: unknown) => logger.error('housekeeping failed', describeError(error)));
    },
    run,
    async stop() {
      timer?.cancel();
      await running;
    },
  };
}
