import type { Delivery } from '#src/domain/delivery.ts';
import type { OutboxRecord } from '#src/domain/outbox.ts';
import { readHintOrder } from './hintJob.ts';
import { readNoticeOrder } from './noticeJob.ts';

/** Why a job was completed without a delivery. */
export const NOT_NEEDED = 'not_needed';

/** A job of the outbox as staff see it; `undefined` for one that is neither notice nor hint. */
export function describeDelivery(record: OutboxRecord): Delivery | undefined {
  const notice = readNoticeOrder(record);
  if (!notice && !readHintOrder(record)) return undefined;
  const state = describeState(record);
  return {
    via: notice?.notifier ?? 'hint',
    occasion: notice?.occasion ?? 'hint',
    state,
    tries: record.attempts,
    lastCode: state === 'notNeeded' ? undefined : record.lastCode,
    at: state === 'waiting' ? record.runAt : record.updatedAt,
  };
}

function describeState({ state, lastCode }: OutboxRecord): Delivery['state'] {
  switch (state) {
    case 'ready':
      return 'waiting';
    case 'dead':
      return 'givenUp';
    case 'done':
      return lastCode === NOT_NEEDED ? 'notNeeded' : 'delivered';
  }
}
