import type { Alarms } from '#src/domain/alarms.ts';
import { BUS_CHANNELS, type Bus } from '#src/domain/bus.ts';
import { type Clock, SECOND_MS, type Timer } from '#src/domain/clock.ts';
import { DeliveryError } from '#src/domain/errors.ts';
import type { HintSender } from '#src/domain/hintSender.ts';
import type { Ids } from '#src/domain/ids.ts';
import { describeError, type Logger } from '#src/domain/logger.ts';
import type { Notifier } from '#src/domain/notifier.ts';
import type { OutboxJob } from '#src/domain/outbox.ts';
import type { UnitOfWork } from '#src/domain/unitOfWork.ts';
import { deliverHint } from './deliverHint.ts';
import { deliverNotice } from './deliverNotice.ts';
import { NOT_NEEDED } from './describeDelivery.ts';
import { readHintOrder } from './hintJob.ts';
import { readNoticeOrder } from './noticeJob.ts';
import { ALARM_ATTEMPT, MAX_ATTEMPTS, waitAfter } from './retryPlan.ts';

export interface OutboxWorkerOptions {
  readonly unitOfWork: UnitOfWork;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly alarms: Alarms;
  readonly notifiers: readonly Notifier[];
  /** Absent where no mail can be sent. */
  readonly hints?: HintSender | undefined;
}

/** Delivers what waits in the outbox, at least once. */
export interface OutboxWorker {
  start(): void;
  /** Does everything that is due now, and resolves when it is done. */
  drain(): Promise<void>;
  /** Claims nothing more, waits for what is running, closes the notifiers. */
  stop(): Promise<void>;
}

/** Longer than any delivery may take: a job whose worker died is free again after this. */
const LEASE_MS = 60 * SECOND_MS;

/** Hints of the bus may be lost, and jobs fall due without a hint. */
const POLL_MS = 2 * SECOND_MS;
const MAX_IN_FLIGHT = 10;

export function createOutboxWorker(options: OutboxWorkerOptions): OutboxWorker {
  const { unitOfWork, bus, clock, ids, logger, alarms } = options;
  const owner = ids.uuid();
  const notifiers = new Map(options.notifiers.map((notifier) => [notifier.name, notifier]));
  const inFlight = new Set<Promise<void>>();
  const subscriptions: (() => void)[] = [];
  let poll: Timer | undefined;
  let filling: Promise<number> | undefined;
  let isHinted = false;
  let isStopped = false;

  /** Claims as many due jobs as may run at once. @returns how many were begun. */
  async function fill(): Promise<number> {
    let begun = 0;
    isHinted = false;
    for (;;) {
      const free = MAX_IN_FLIGHT - inFlight.size;
      if (isStopped || free <= 0) break;
      const jobs = await unitOfWork.run(({ outbox }) => outbox.claim(owner, clock.now() + LEASE_MS, free));
      if (jobs.length === 0) break;
      begun += jobs.length;
      for (const job of jobs) track(perform(job));
    }
    return begun;
  }

  function track(work: Promise<void>): void {
    const tracked = work.finally(() => {
      inFlight.delete(tracked);
      wake();
    });
    inFlight.add(tracked);
  }

  /** Never rejects: a storage that is away now is tried again by the next poll. */
  function fillOnce(): Promise<number> {
    filling ??= fill()
      .catch((error: unknown) => {
        logger.warn('the outbox could not be read', describeError(error));
        return 0;
      })
      .finally(() => {
        filling = undefined;
        // A hint that came while we were reading may mean a job that we did not see.
        if (isHinted) wake();
      });
    return filling;
  }

  function wake(): void {
    isHinted = true;
    if (!isStopped && poll) void fillOnce();
  }

  async function perform(job: OutboxJob): Promise<void> {
    try {
      const isDone = await deliver(job);
      await unitOfWork.run(async ({ outbox, requests }) => {
        const order = readNoticeOrder(job);
        if (!(await outbox.complete(job, owner, isDone ? undefined : NOT_NEEDED)) || !isDone || !order) return;
        const request = await requests.find(order.contactRequestId);
        if (request) await requests.setNoticeState(request.id, 'delivered');
      });
      logger.info('outbox job done', { jobId: job.id, attempt: job.attempts });
    } catch (error) {
      await settleFailure(job, error).catch((failure: unknown) => {
        // The lease runs out and the job comes back by itself.
        logger.warn('an outbox job could not be settled', { jobId: job.id, ...describeError(failure) });
      });
    }
  }

  /** @returns false if there was nothing to tell any more. */
  async function deliver(job: OutboxJob): Promise<boolean> {
    const notice = readNoticeOrder(job);
    if (notice) return deliverNotice(job, notice, { unitOfWork, notifiers, clock });
    const hint = readHintOrder(job);
    if (hint) return deliverHint(job, hint, { unitOfWork, hints: options.hints, clock });
    // A job nobody understands is buried at once, visibly.
    throw new DeliveryError('delivery_rejected', { reason: 'not_understood' });
  }

  async function settleFailure(job: OutboxJob, error: unknown): Promise<void> {
    const failure = error instanceof DeliveryError ? error : undefined;
    const isRetryable = failure?.retryable ?? true;
    const { errorName, errorCode } = describeError(error);
    const code = failure?.reason ?? errorCode ?? errorName;
    const order = readNoticeOrder(job);
    const hint = readHintOrder(job);
    const notifier = hint ? 'hint' : (order?.notifier ?? '');
    const contactRequestId = (order ?? hint)?.contactRequestId ?? '';
    const fields = { jobId: job.id, attempt: job.attempts, code, notifier, contactRequestId };
    if (isRetryable && job.attempts < MAX_ATTEMPTS) {
      const runAt = clock.now() + waitAfter(job.attempts, ids.fraction(), failure?.retryAfterMs);
      await unitOfWork.run(({ outbox }) => outbox.postpone(job, owner, runAt, code));
      // A server that does not take hints does not take notices either, and those alarm.
      if (job.attempts === ALARM_ATTEMPT && !hint) {
        logger.error('a notice is not taken over for more than an hour', fields);
        alarms.raise({ kind: 'noticeDelayed', contactRequestId, notifier });
      } else logger.warn('notice not delivered, tried again later', fields);
      return;
    }
    await unitOfWork.run(async ({ outbox, requests, audit }) => {
      if (!(await outbox.bury(job, owner, code))) return;
      const request = order && (await requests.find(order.contactRequestId));
      if (request && request.noticeState !== 'delivered') await requests.setNoticeState(request.id, 'undelivered');
      await audit.append({
        actor: { kind: 'system' },
        action: hint ? 'hint.undelivered' : 'notice.undelivered',
        subject: contactRequestId,
        detail: { notifier, code, attempts: job.attempts },
      });
    });
    bus.publish(BUS_CHANNELS.contactRequest, contactRequestId);
    if (hint) {
      // Mostly an address with a typing error: staff see it at the request, nobody on call can mend it.
      logger.warn('a hint to a person was given up', fields);
      return;
    }
    logger.error('a notice was given up', fields);
    alarms.raise({ kind: 'noticeUndelivered', contactRequestId, notifier });
  }

  function schedulePoll(): void {
    poll = clock.schedule(POLL_MS, () => {
      schedulePoll();
      wake();
    });
  }

  return {
    start() {
      subscriptions.push(bus.subscribe(BUS_CHANNELS.outbox, wake), bus.subscribe(BUS_CHANNELS.resync, wake));
      schedulePoll();
      wake();
    },
    async drain() {
      while ((await fillOnce()) > 0 || inFlight.size > 0) await Promise.all(inFlight);
    },
    async stop() {
      isStopped = true;
      poll?.cancel();
      for (const end of subscriptions.splice(0)) end();
      await filling;
      await Promise.all(inFlight);
      for (const sender of [...notifiers.values(), options.hints]) await sender?.close?.();
    },
  };
}
