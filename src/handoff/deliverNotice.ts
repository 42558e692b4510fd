import { type Clock, HOUR_MS } from '#src/domain/clock.ts';
import type { ContactRequestRecord } from '#src/domain/contactRequestStore.ts';
import { DeliveryError } from '#src/domain/errors.ts';
import type { Notice, Notifier } from '#src/domain/notifier.ts';
import type { OutboxJob } from '#src/domain/outbox.ts';
import type { UnitOfWork } from '#src/domain/unitOfWork.ts';
import type { NoticeOrder } from './noticeJob.ts';
import { withTimeout } from './withTimeout.ts';

/**
 * Delivers one notice job.
 * @returns false if there is nothing to tell any more: the request was erased or withdrawn.
 * @throws {DeliveryError} if the other side did not take it over.
 */
export async function deliverNotice(
  job: OutboxJob,
  order: NoticeOrder,
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
  const request = await unitOfWork.run(({ requests }) => requests.find(order.contactRequestId));
  if (!request || request.status === 'withdrawn') return false;
  if (order.occasion !== 'new' && request.status !== 'pending') return false;
  const notifier = notifiers.get(order.notifier);
  // Switched off in the configuration since the request was made: tried again, should it come back.
  if (!notifier) throw new DeliveryError('delivery_unavailable', { reason: 'not_configured' });
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
