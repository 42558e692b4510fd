import { type Clock, DAY_MS } from '#src/domain/clock.ts';
import { isoWeek, startOfIsoWeek } from '#src/domain/isoWeek.ts';
import type { LocaleTag } from '#src/domain/locale.ts';
import type { Report, ReportDesk } from '#src/domain/reports.ts';
import type { Stores, UnitOfWork } from '#src/domain/unitOfWork.ts';
import { buildReport } from './buildReport.ts';

const WEEK_MS = 7 * DAY_MS;

export interface ReportDeskOptions {
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  /** Every language that is offered: one that nobody used is in the report too. */
  readonly locales: readonly LocaleTag[];
}

/** The numbers as staff may see them. The running week is left out: whoever looks twice would see who came between. */
export function createReportDesk({ unitOfWork, clock, locales }: ReportDeskOptions): ReportDesk {
  async function read({ reports }: Stores, weekCount: number): Promise<Report> {
    const thisMonday = startOfIsoWeek(isoWeek(clock.now()));
    const finished = Array.from({ length: weekCount }, (_, i) => isoWeek(thisMonday - (weekCount - i) * WEEK_MS));
    const [from = '', through = ''] = [finished[0], finished.at(-1)];
    const [counts, waits] = [await reports.counts(from, through), await reports.waits(from, through)];
    const first = [...counts, ...waits].map(({ week }) => week).sort()[0];
    const weeks = first === undefined ? [] : finished.filter((week) => week >= first);
    return buildReport({ weeks, locales, counts, waits });
  }

  return {
    read: (weeks) => unitOfWork.run((stores) => read(stores, weeks)),
    export: (member, weeks, reason) =>
      unitOfWork.run(async (stores) => {
        const report = await read(stores, weeks);
        await stores.audit.append({
          actor: { kind: 'staff', id: member.id },
          action: 'report.exported',
          subject: '',
          detail: { reason, weeks },
        });
        return report;
      }),
  };
}
