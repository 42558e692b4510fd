import { NOTICE_OCCASIONS, type NoticeOccasion } from '#src/domain/notifier.ts';
import type { NewOutboxJob, OutboxJob } from '#src/domain/outbox.ts';

const NOTICE_TOPIC = 'notice';

/** What a notice job says: ids and codes only. */
export interface NoticeOrder {
  readonly contactRequestId: string;
  readonly notifier: string;
  readonly occasion: NoticeOccasion;
}

/** The job that tells staff of a request through one notifier, once per occasion. */
export function noticeJob(contactRequestId: string, notifier: string, occasion: NoticeOccasion): NewOutboxJob {
  return {
    topic: NOTICE_TOPIC,
    subject: contactRequestId,
    dedupeKey: `notice:${contactRequestId}:${notifier}:${occasion}`,
    payload: { contactRequestId, notifier, occasion },
  };
}

/** The order in a job, or `undefined` if it is not one of ours. */
export function readNoticeOrder(job: Pick<OutboxJob, 'topic' | 'payload'>): NoticeOrder | undefined {
  const { contactRequestId, notifier, occasion } = job.payload;
  const known = NOTICE_OCCASIONS.find((each) => each === occasion);
  if (job.topic !== NOTICE_TOPIC || !contactRequestId || !notifier || !known) return undefined;
  return { contactRequestId, notifier, occasion: known };
}
