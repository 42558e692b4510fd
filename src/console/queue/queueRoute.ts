import { isCountry } from '#src/domain/country.ts';
import type { HttpResponse, Route } from '#src/domain/httpRoute.ts';
import type { Office } from '#src/domain/office.ts';
import type { ConsoleOptions } from '../consoleOptions.ts';
import { nameStaff } from '../nameStaff.ts';
import { pageResponse, redirectTo } from '../page/respond.ts';
import { type StaffCall, staffPage } from '../staffRoutes.ts';
import { renderQueuePage } from './queuePage.ts';
import { QUEUES, type QueueName, readQueueName } from './queues.ts';

/** Requests on one page of the list. */
const QUEUE_PAGE_SIZE = 50;

/** Tabs count up to here and then say “99+”. */
const MAX_COUNT = 100;

/** The list of contact requests. It shows no personal data, so looking at it is not audited. */
export function createQueueRoute(options: ConsoleOptions): Route {
  return staffPage(options, 'queue.view', '/staff/requests', (call) => showQueue(options, call));
}

async function showQueue(options: ConsoleOptions, { request, context, member }: StaffCall): Promise<HttpResponse> {
  const { desk } = options;
  const reference = request.query.get('reference')?.trim().slice(0, 40);
  if (reference) {
    const found = await desk.list(member, { reference, limit: 1 });
    if (found[0]) return redirectTo(`/staff/requests/${found[0].id}`);
  }
  const queue = readQueueName(request.query.get('queue'));
  const office = readOffice(request.query.get('office'));
  const page = readPageNumber(request.query.get('page'));
  const inOffice = office === undefined ? {} : { office };

  const [records, waiting, mine, undelivered, staff] = await Promise.all([
    desk.list(member, {
      ...QUEUES[queue],
      ...inOffice,
      limit: QUEUE_PAGE_SIZE + 1,
      offset: (page - 1) * QUEUE_PAGE_SIZE,
    }),
    count('waiting'),
    count('mine'),
    count('undelivered'),
    nameStaff(options.directory),
  ]);
  return pageResponse(
    200,
    renderQueuePage(context, {
      member,
      queue,
      office,
      page,
      records: records.slice(0, QUEUE_PAGE_SIZE),
      hasMore: records.length > QUEUE_PAGE_SIZE,
      counts: { waiting, mine, undelivered },
      searched: reference,
      nameOf: staff,
      erased: request.query.has('erased'),
    }),
  );

  async function count(name: QueueName): Promise<string> {
    const found = await desk.list(member, { ...QUEUES[name], ...inOffice, limit: MAX_COUNT });
    return found.length < MAX_COUNT ? String(found.length) : `${MAX_COUNT - 1}+`;
  }
}

function readOffice(value: string | null): Office | undefined {
  return isCountry(value) ? value : undefined;
}

function readPageNumber(value: string | null): number {
  return value !== null && /^[1-9]\d{0,3}$/.test(value) ? Number(value) : 1;
}
