import type { QueueFilter } from '#src/domain/requestDesk.ts';

/** The views of the list, in the order of their tabs. */
export const QUEUES = {
  waiting: { statuses: ['pending'] },
  mine: { statuses: ['open'], mine: true },
  overdue: { statuses: ['pending', 'open'], overdue: true },
  open: { statuses: ['open'] },
  closed: { statuses: ['resolved', 'withdrawn'], order: 'newestClosed' },
  undelivered: { statuses: ['pending', 'open'], noticeState: 'undelivered' },
} as const satisfies Readonly<Record<string, QueueFilter>>;

export type QueueName = keyof typeof QUEUES;

export const QUEUE_NAMES = Object.keys(QUEUES) as readonly QueueName[];

/** The queue that an address names; staff begin with what waits. */
export function readQueueName(value: string | null): QueueName {
  return QUEUE_NAMES.find((name) => name === value) ?? 'waiting';
}
