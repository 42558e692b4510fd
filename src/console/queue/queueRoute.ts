import type { HttpResponse, Route } from '#src/domain/httpRoute.ts';
import type { QueueFilter } from '#src/domain/requestDesk.ts';
import { findReadingAlarms } from '../audit/readingAlarms.ts';
import type { ConsoleOptions } from '../consoleOptions.ts';
import { nameStaff } from '../nameStaff.ts';
import { pageResponse } from '../page/respond.ts';
import { type StaffCall, staffPage } from '../staffRoutes.ts';
import { readQueueChoice, toQueueFilter } from './queueChoice.ts';
import { renderQueuePage } from './queuePage.ts';
import { QUEUE_NAMES, QUEUES, type QueueName } from './queues.ts';

/** Requests on one page of the list. */
const QUEUE_PAGE_SIZE = 50;

/** The list of contact requests. It shows no personal data, so looking at it is not audited. */
export function createQueueRoute(options: ConsoleOptions): Route {
  return staffPage(options, 'queue.view', '/staff/requests', (call) => showQueue(options, call));
}

async function showQueue(options: ConsoleOptions, { request, context, member }: StaffCall): Promise<HttpResponse> {
  const { desk, directory } = options;
  const choice = readQueueChoice(request.query, options.languages);
  const queues = Object.fromEntries(QUEUE_NAMES.map((name) => [name, toQueueFilter(choice, name)]));
  const [records, counts, members] = await Promise.all([
    desk.list(member, {
      ...toQueueFilter(choice),
      limit: QUEUE_PAGE_SIZE + 1,
      offset: (choice.page - 1) * QUEUE_PAGE_SIZE,
    }),
    desk.count(member, { ...(queues as Record<QueueName, QueueFilter>), everybody: QUEUES.waiting }),
    directory.list(),
  ]);
  return pageResponse(
    200,
    renderQueuePage(context, {
      member,
      choice,
      records: records.slice(0, QUEUE_PAGE_SIZE),
      hasMore: records.length > QUEUE_PAGE_SIZE,
      counts,
      waiting: counts.everybody,
      nameOf: nameStaff(members),
      alarms: await findReadingAlarms(options, member, members),
      erased: request.query.has('erased'),
    }),
  );
}
