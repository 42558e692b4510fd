import type { Alarms } from '#src/domain/alarms.ts';
import { type Clock, DAY_MS, sleep } from '#src/domain/clock.ts';
import type { Logger } from '#src/domain/logger.ts';
import { PURGE_KINDS, type PurgeKind, type RetentionRules, type RetentionStore } from '#src/domain/retention.ts';

export interface PurgeOptions {
  readonly retentionStore: RetentionStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly alarms: Alarms;
  readonly rules: RetentionRules;
  /** Leaves nothing of what was deleted in file and log of the embedded database (M-27). */
  readonly scrub: () => Promise<void>;
  /** An operator has looked and says: delete more than the cap, in spite of the clock. */
  readonly isConfirmed?: boolean;
}

export interface PurgeReport {
  readonly deleted: Readonly<Record<PurgeKind, number>>;
  /** Kinds of data that were left alone because too much of them was due at once, or the clock has jumped. */
  readonly refused: readonly PurgeKind[];
}

/** Rows per transaction: on the embedded database everybody else waits for one batch at most. */
const BATCH = 200;

/** Rest between batches. */
const PAUSE_MS = 20;

/** Most that one run may delete of one kind without a person's word (M-26) … */
const CAP_SHARE = 0.2;

/** … unless it is so little that a share says nothing: the first day of a new installation. */
const CAP_FLOOR = 20;

/** Kinds whose loss cannot be mended. Chat state and traces turn over completely every day. */
const CAPPED: ReadonlySet<PurgeKind> = new Set(['contactRequest', 'audit']);

/** Time since the last purge beyond which we rather believe in a wrong clock than in a long break. */
const MAX_BREAK_MS = 200 * DAY_MS;

/**
 * Deletes what retention says. Idempotent: a purge that was killed is simply run again, and one that runs twice deletes
 * nothing more. A jump of the clock, or far more to delete than usual, deletes nothing until an operator confirms.
 */
export async function purge(options: PurgeOptions): Promise<PurgeReport> {
  const { retentionStore, clock, logger, alarms, rules } = options;
  const now = clock.now();
  const deleted = Object.fromEntries(PURGE_KINDS.map((kind) => [kind, 0])) as Record<PurgeKind, number>;
  const refused: PurgeKind[] = [];
  const hasClockJumped = !options.isConfirmed && (await isClockDoubtful(retentionStore, now));

  for (const kind of PURGE_KINDS) {
    const { due, total } = await retentionStore.count(kind, rules, now);
    if (due === 0) continue;
    const reason = options.isConfirmed ? undefined : findDoubt(kind, due, total, hasClockJumped);
    if (reason) {
      refused.push(kind);
      logger.error('a purge was refused until an operator confirms it', { kind, count: due, code: reason });
      alarms.raise({ kind: 'purgeRefused', reason, data: kind, count: due });
      continue;
    }
    deleted[kind] = await deleteDue(kind, due);
    logger.info('old data was purged', { kind, count: deleted[kind] });
  }
  if (Object.values(deleted).some((count) => count > 0)) await options.scrub();
  if (!hasClockJumped) await retentionStore.setLastPurgeAt(now);
  return { deleted, refused };

  async function deleteDue(kind: PurgeKind, due: number): Promise<number> {
    let count = 0;
    // Never more than was counted: what falls due meanwhile is for the next run.
    while (count < due) {
      const batch = await retentionStore.purgeBatch(kind, rules, now, Math.min(BATCH, due - count));
      if (batch === 0) break;
      count += batch;
      if (count < due) await sleep(clock, PAUSE_MS);
    }
    return count;
  }
}

function findDoubt(kind: PurgeKind, due: number, total: number, hasClockJumped: boolean): 'clock' | 'cap' | undefined {
  if (hasClockJumped) return 'clock';
  return CAPPED.has(kind) && due > CAP_FLOOR && due > total * CAP_SHARE ? 'cap' : undefined;
}

async function isClockDoubtful(retentionStore: RetentionStore, now: number): Promise<boolean> {
  const last = await retentionStore.lastPurgeAt();
  return last !== undefined && now - last > MAX_BREAK_MS;
}
