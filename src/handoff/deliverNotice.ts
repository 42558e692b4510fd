import { type Clock, HOUR_MS, SECOND_MS } from '#src/domain/clock.ts';
import type { ContactRequestRecord } from '#src/domain/contactRequestStore.ts';
import { DeliveryError } from '#src/domain/errors.ts';
import type { Notice, Notifier } from '#src/domain/notifier.ts';
import type { OutboxJob } from '#src/domain/outbox.ts';
import type { UnitOfWork } from '#src/domain/unitOfWork.ts';
import { readNoticeOrder } from './noticeJob.ts';

/** A notifier that never answers is given up after this; shorter than the lease of a job. */
const DELIVERY_TIMEOUT_MS = 30 * SECOND_MS;

/**
 * Delivers one notice job.
 * @returns false if there is nothing to tell any more: the request was erased or withdrawn.
 * @throws {DeliveryError} if the other side did not take it over.
 */
export async function deliverNotice(
  job: OutboxJob,
  {
    unitOfWork,
    notifiers,
    clock,
  }: {
    readonly unitOfWork: UnitOfWork;
    readonly notifiers: ReadonlyMap<string, Notifier>;
    readonly clock: Clock;
  },
): Promise<boolean> {
  const order = readNoticeOrder(job);
  // A job nobody understands is buried at once, visibly.
  if (!order) throw new DeliveryError('delivery_rejected');
  const request = await unitOfWork.run(({ requests }) => requests.find(order.contactRequestId));
  if (!request || request.status === 'withdrawn') return false;
  if (order.occasion === 'unclaimed' && request.status !== 'pending') return false;
  const notifier = notifiers.get(order.notifier);
  // Switched off in the configuration since the request was made: tried again, should it come back.
  if (!notifier) throw new DeliveryError('delivery_unavailable');
  await withTimeout(clock, notifier.deliver(describeNotice(job, order.occasion, request)));
  return true;
}

function describeNotice(job: OutboxJob, occasion: Notice['occasion'], request: ContactRequestRecord): Notice {
  return {
    id: job.id,
    occasion,
    reference: request.reference,
    office: request.office,
    locale: request.locale,
    isUrgent: request.isUrgent,
    waitingSinceHour: request.waitingSince - (request.waitingSince % HOUR_MS),
  };
}

async function withTimeout(clock: Clock, delivery: Promise<void>): Promise<void> {
  let expire: (() => void) | undefined;
  const expiry = new Promise<never>((_resolve, reject) => {
    expire = () => reject(new DeliveryError('delivery_unavailable'));
  });
  const timer = clock.schedule(DELIVERY_TIMEOUT_MS, () => expire?.());
  try {
    await Promise.race([delivery, expiry]);
  } finally {
    timer.cancel();
  }
}
