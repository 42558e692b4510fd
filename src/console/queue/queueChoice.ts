import type { ContactMeans, ContactRequestStatus } from '#src/domain/contactRequest.ts';
import type { LocaleTag } from '#src/domain/locale.ts';
import type { Office } from '#src/domain/office.ts';
import type { QueueFilter } from '#src/domain/requestDesk.ts';
import { TOPIC_GROUPS, type TopicGroup } from '#src/domain/topic.ts';
import { QUEUES, type QueueName, readQueueName } from './queues.ts';

export const MEANS_KINDS = ['phone', 'whatsapp', 'email', 'chat'] as const satisfies readonly ContactMeans['kind'][];

/** Groups that nobody asks a human about: they are never the subject of a request. */
const SILENT_GROUPS: readonly TopicGroup[] = ['smalltalk', 'about-this-bot', 'contact'];

export const SUBJECT_GROUPS = TOPIC_GROUPS.filter((group) => !SILENT_GROUPS.includes(group));

/** What somebody has chosen to see: a queue, narrowed down. Nothing of it is personal data, so it stands in the address. */
export interface QueueChoice {
  readonly queue: QueueName;
  readonly office: Office | undefined;
  readonly locale: LocaleTag | undefined;
  readonly topicGroup: TopicGroup | undefined;
  /** One of the statuses of the queue. */
  readonly status: ContactRequestStatus | undefined;
  readonly meansKind: ContactMeans['kind'] | undefined;
  readonly isUrgent: boolean;
  readonly page: number;
}

export const NO_FILTER: QueueChoice = {
  queue: 'waiting',
  office: undefined,
  locale: undefined,
  topicGroup: undefined,
  status: undefined,
  meansKind: undefined,
  isUrgent: false,
  page: 1,
};

/** Reads the choice from an address; what is not known is left out. */
export function readQueueChoice(query: URLSearchParams, languages: readonly LocaleTag[]): QueueChoice {
  const queue = readQueueName(query.get('queue'));
  return {
    queue,
    office: pick(query.get('office'), ['BE', 'LU'] as const),
    locale: pick(query.get('language'), languages),
    topicGroup: pick(query.get('topic'), SUBJECT_GROUPS),
    status: pick<ContactRequestStatus>(query.get('status'), QUEUES[queue].statuses),
    meansKind: pick(query.get('means'), MEANS_KINDS),
    isUrgent: query.get('urgent') === 'yes',
    page: readPageNumber(query.get('page')),
  };
}

/** The address of a choice, with what is not named in `change` kept; another queue begins at its first page. */
export function queueAddress(choice: QueueChoice, change: Partial<QueueChoice> = {}): string {
  const { queue, office, locale, topicGroup, status, meansKind, isUrgent, page } = {
    ...choice,
    ...(change.queue === undefined ? {} : { page: 1 }),
    ...change,
  };
  const query = new URLSearchParams({ queue });
  for (const [name, value] of Object.entries({
    office,
    language: locale,
    topic: topicGroup,
    status,
    means: meansKind,
  })) {
    if (value !== undefined) query.set(name, value);
  }
  if (isUrgent) query.set('urgent', 'yes');
  if (page > 1) query.set('page', String(page));
  return `/staff/requests?${query.toString()}`;
}

/** True if the choice is more than a queue. */
export function isNarrowed(choice: QueueChoice): boolean {
  const { queue } = choice;
  return queueAddress({ ...choice, page: 1 }) !== queueAddress(NO_FILTER, { queue });
}

/** The choice as the desk understands it, for one of the queues. A status counts only where the queue has several. */
export function toQueueFilter(choice: QueueChoice, queue: QueueName = choice.queue): QueueFilter {
  const { office, locale, topicGroup, status, meansKind, isUrgent } = choice;
  const statuses: readonly ContactRequestStatus[] = QUEUES[queue].statuses;
  return {
    ...QUEUES[queue],
    ...(status !== undefined && statuses.includes(status) ? { statuses: [status] } : {}),
    ...(office === undefined ? {} : { office }),
    ...(locale === undefined ? {} : { locale }),
    ...(topicGroup === undefined ? {} : { topicGroup }),
    ...(meansKind === undefined ? {} : { meansKind }),
    ...(isUrgent ? { isUrgent } : {}),
  };
}

function pick<T extends string>(value: string | null, known: readonly T[]): T | undefined {
  return known.find((each) => each === value);
}

function readPageNumber(value: string | null): number {
  return value !== null && /^[1-9]\d{0,3}$/.test(value) ? Number(value) : 1;
}
