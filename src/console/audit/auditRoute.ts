import type { HttpResponse, Route } from '#src/domain/httpRoute.ts';
import type { ConsoleOptions } from '../consoleOptions.ts';
import { nameStaff } from '../nameStaff.ts';
import { pageResponse } from '../page/respond.ts';
import { type StaffCall, staffPage } from '../staffRoutes.ts';
import { renderAuditPage } from './auditPage.ts';
import { type ChainCheck, createChainCheck } from './chainCheck.ts';
import { findReadingAlarms } from './readingAlarms.ts';

/** Entries on one page of the trail. */
const AUDIT_PAGE_SIZE = 100;

/** The audit trail, for those who watch the watchers. */
export function createAuditRoute(options: ConsoleOptions): Route {
  const check = createChainCheck(options.audit, options.clock);
  return staffPage(options, 'audit.view', '/staff/audit', (call) => showAudit(options, check, call));
}

async function showAudit(
  options: ConsoleOptions,
  check: ChainCheck,
  { request, context, member }: StaffCall,
): Promise<HttpResponse> {
  const beforeSeq = readSeq(request.query.get('before'));
  const [records, state, members] = await Promise.all([
    options.audit.list({ limit: AUDIT_PAGE_SIZE + 1, ...(beforeSeq === undefined ? {} : { beforeSeq }) }),
    check.read(request.query.has('check')),
    options.directory.list(),
  ]);
  return pageResponse(
    200,
    renderAuditPage(context, {
      records: records.slice(0, AUDIT_PAGE_SIZE),
      hasMore: records.length > AUDIT_PAGE_SIZE,
      isFirstPage: beforeSeq === undefined,
      state,
      nameOf: nameStaff(members),
      alarms: await findReadingAlarms(options, member, members),
    }),
  );
}

function readSeq(value: string | null): number | undefined {
  return value !== null && /^[1-9]\d{0,14}$/.test(value) ? Number(value) : undefined;
}
