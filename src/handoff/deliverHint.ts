import type { Clock } from '#src/domain/clock.ts';
import { DeliveryError } from '#src/domain/errors.ts';
import type { Hint, HintSender } from '#src/domain/hintSender.ts';
import type { OutboxJob } from '#src/domain/outbox.ts';
import type { Stores, UnitOfWork } from '#src/domain/unitOfWork.ts';
import { type HintOrder, hintJob } from './hintJob.ts';
import { withTimeout } from './withTimeout.ts';

/**
 * Tells the person that there is an answer, unless they have read it meanwhile.
 * @returns false if there was nothing to send.
 * @throws {DeliveryError} if the other side did not take it over.
 */
export async function deliverHint(
  job: OutboxJob,
  order: HintOrder,
  {
    unitOfWork,
    hints,
    clock,
  }: { readonly unitOfWork: UnitOfWork; readonly hints: HintSender | undefined; readonly clock: Clock },
): Promise<boolean> {
  const recipient = await unitOfWork.run((stores) => findRecipient(stores, order, clock.now()));
  if (!recipient) return false;
  // Switched off in the configuration since staff wrote: tried again, should it come back.
  if (!hints) throw new DeliveryError('delivery_unavailable', { reason: 'not_configured' });
  await withTimeout(clock, hints.send({ id: job.id, ...recipient }));
  return true;
}

async function findRecipient(
  { requests, liveChats, outbox }: Stores,
  order: HintOrder,
  now: number,
): Promise<Omit<Hint, 'id'> | undefined> {
  const record = await requests.find(order.contactRequestId);
  const chat = record && (await liveChats.find(record.id));
  if (!record || !chat || record.status === 'withdrawn') return undefined;
  const unseen = await liveChats.messages(record.id, chat.seenSeq);
  if (!unseen.some(({ author }) => author !== 'person')) return undefined;
  if (chat.seenSeq !== order.seenSeq) {
    // The person was here and has gone again, and something new waits: that stretch has its own two minutes.
    await outbox.add(hintJob({ contactRequestId: record.id, seenSeq: chat.seenSeq }, now));
    return undefined;
  }
  const means = (await requests.openDetails(record.id))?.means;
  if (means?.kind !== 'chat' || means.hintAddress === undefined) return undefined;
  return { address: means.hintAddress, locale: record.locale };
}
