import { MINUTE_MS } from '#src/domain/clock.ts';
import type { NewOutboxJob, OutboxJob } from '#src/domain/outbox.ts';

const HINT_TOPIC = 'hint';

/** A person who sits before the chat reads the answer there; only who does not come within this time gets a mail. */
const HINT_DELAY_MS = 2 * MINUTE_MS;

/** What a hint job says: ids only. */
export interface HintOrder {
  readonly contactRequestId: string;
  /** What the person had seen when staff wrote. */
  readonly seenSeq: number;
}

/** The job that tells a person, once per stretch of messages they have not seen, that there is an answer. */
export function hintJob({ contactRequestId, seenSeq }: HintOrder, now: number): NewOutboxJob {
  return {
    topic: HINT_TOPIC,
    subject: contactRequestId,
    dedupeKey: `hint:${contactRequestId}:${seenSeq}`,
    payload: { contactRequestId, seenSeq: String(seenSeq) },
    runAt: now + HINT_DELAY_MS,
  };
}

/** The order in a job, or `undefined` if it is not one of ours. */
export function readHintOrder(job: Pick<OutboxJob, 'topic' | 'payload'>): HintOrder | undefined {
  const { contactRequestId, seenSeq } = job.payload;
  if (job.topic !== HINT_TOPIC || !contactRequestId || !seenSeq) return undefined;
  return { contactRequestId, seenSeq: Number(seenSeq) };
}
