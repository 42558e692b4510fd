import { z } from 'zod';
import type { HttpResponse, Route } from '#src/domain/httpRoute.ts';
import { EXPORT_REASONS } from '#src/domain/reports.ts';
import type { ConsoleOptions } from '../consoleOptions.ts';
import { pageResponse } from '../page/respond.ts';
import { type StaffCall, staffForm, staffPage } from '../staffRoutes.ts';
import { renderReportCsv } from './reportCsv.ts';
import { renderReportPage } from './reportPage.ts';
import { readLanguage, readPeriod } from './reportQuery.ts';

const EXPORT_FIELDS = z.object({ weeks: z.string(), reason: z.enum(EXPORT_REASONS) });

/** Weekly numbers. They lead back to nobody, so looking at them is not audited; taking them away is. */
export function createReportRoutes(options: ConsoleOptions): readonly Route[] {
  return [
    staffPage(options, 'report.view', '/staff/reports', (call) => showReport(options, call)),
    staffForm(options, 'report.export', {
      path: '/staff/reports/export',
      fields: EXPORT_FIELDS,
      change: async ({ member, context }, { weeks, reason }) => {
        const report = await options.reports.export(member, readPeriod(weeks), reason);
        return {
          status: 200,
          body: { kind: 'text', text: renderReportCsv(context, report), contentType: 'text/csv; charset=utf-8' },
          headers: { 'content-disposition': `attachment; filename="reports-${report.weeks.at(-1) ?? 'empty'}.csv"` },
        };
      },
    }),
  ];
}

async function showReport(options: ConsoleOptions, { request, context, member }: StaffCall): Promise<HttpResponse> {
  const period = readPeriod(request.query.get('weeks'));
  const report = await options.reports.read(period);
  const language = readLanguage(request.query.get('language'), report);
  return pageResponse(200, renderReportPage(context, { member, report, language, period }));
}
