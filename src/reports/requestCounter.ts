import { type Clock, MINUTE_MS, type Timer } from '#src/domain/clock.ts';
import { isoWeek } from '#src/domain/isoWeek.ts';
import { describeError, type Logger } from '#src/domain/logger.ts';
import type { Office } from '#src/domain/office.ts';
import { type WorkingWeek, workingTimeBetween } from '#src/domain/officeHours.ts';
import { type PassedStep, REQUEST_STEPS, type ReportStore, type RequestStep } from '#src/domain/reports.ts';
import type { UnitOfWork } from '#src/domain/unitOfWork.ts';
import { classOfWait } from './waitClasses.ts';

export interface RequestCounterOptions {
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly workingWeeks: Readonly<Record<Office, WorkingWeek>>;
}

/**
 * Counts what happens to contact requests: looks each minute at what the desks have written, so that no desk and no
 * person waits for it. A step counts once, whoever looks and however often the server restarts. A request that was
 * erased before anybody looked is not counted.
 */
export interface RequestCounter {
  start(): void;
  /** Counts everything that is not counted yet. */
  count(): Promise<void>;
  stop(): Promise<void>;
}

const EVERY_MS = MINUTE_MS;

/** Steps per transaction: on the embedded database everybody else waits for one batch at most. */
const BATCH = 50;

export function createRequestCounter({
  unitOfWork,
  clock,
  logger,
  workingWeeks,
}: RequestCounterOptions): RequestCounter {
  let timer: Timer | undefined;
  let counting: Promise<void> = Promise.resolve();

  async function count(): Promise<void> {
    for (const step of REQUEST_STEPS) while ((await countBatch(step)) === BATCH);
  }

  async function countBatch(step: RequestStep): Promise<number> {
    return unitOfWork.run(async ({ reports }) => {
      const passed = await reports.passedSteps(step, BATCH);
      for (const each of passed) if (await reports.claimStep(each)) await countStep(reports, each);
      return passed.length;
    });
  }

  async function countStep(reports: ReportStore, { step, locale, office, submittedAt, at }: PassedStep): Promise<void> {
    if (at === undefined) return;
    const week = isoWeek(at);
    if (step === 'submitted') return reports.addCounts([{ week, locale, measure: 'requests', amount: 1 }]);
    if (step === 'resolved') return reports.addCounts([{ week, locale, measure: 'resolved', amount: 1 }]);
    const minutes = workingTimeBetween(office, submittedAt, at, workingWeeks[office]) / MINUTE_MS;
    const kind = step === 'noticed' ? 'notice' : 'answer';
    return reports.addWaits([{ week, locale, kind, upTo: classOfWait(minutes), amount: 1 }]);
  }

  function repeat(): void {
    timer = clock.schedule(EVERY_MS, repeat);
    counting = counting.then(count).catch((error: unknown) => {
      logger.warn('contact requests could not be counted, tried again later', describeError(error));
    });
  }

  return {
    start: repeat,
    count,
    async stop() {
      timer?.cancel();
      await counting;
    },
  };
}
