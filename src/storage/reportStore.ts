import type { LocaleTag } from '#src/domain/locale.ts';
import type { Office } from '#src/domain/office.ts';
import type { PassedStep, ReportStore, RequestStep, WeeklyCount, WeeklyWait } from '#src/domain/reports.ts';
import type { Sql } from './sql.ts';

interface StepRow {
  readonly id: string;
  readonly locale: LocaleTag;
  readonly office: Office;
  readonly created_at: number;
  readonly at: number | null;
}

/** A word of staff in the chat; else the resolution says that the person was reached by phone or mail. */
const ANSWERED_AT = `coalesce(
  (select min(m.at) from thread_message m where m.request_id = r.id and m.author <> 'person'),
  (select min(a.at) from audit a where a.subject = r.id and a.action = 'request.resolved'
     and a.detail like '%"reason":"reached"%'))`;

/** When a request passed a step, and that it did: over `r`, a contact request. */
const STEPS: Readonly<Record<RequestStep, { readonly at: string; readonly passed: string }>> = {
  submitted: { at: 'r.created_at', passed: '1 = 1' },
  noticed: {
    at: `(select min(o.updated_at) from outbox o where o.subject = r.id and o.state = 'done')`,
    passed: `r.notice_state = 'delivered'`,
  },
  answered: { at: ANSWERED_AT, passed: `${ANSWERED_AT} is not null` },
  resolved: { at: 'r.closed_at', passed: `r.status = 'resolved'` },
};

/** Weekly numbers within one transaction. */
export function createReportStore(sql: Sql): ReportStore {
  return {
    async addCounts(counts) {
      // Always in one order: two replicas that add the same numbers wait for each other and never block each other.
      for (const { week, locale, measure, amount } of sorted(counts, ({ measure }) => measure)) {
        await sql.query(
          `insert into weekly_count (week, locale, measure, amount) values ($1, $2, $3, $4)
           on conflict (week, locale, measure) do update set amount = weekly_count.amount + excluded.amount`,
          [week, locale, measure, amount],
        );
      }
    },
    async addWaits(waits) {
      for (const { week, locale, kind, upTo, amount } of sorted(waits, ({ kind, upTo }) => `${kind} ${upTo}`)) {
        await sql.query(
          `insert into weekly_wait (week, locale, kind, up_to, amount) values ($1, $2, $3, $4, $5)
           on conflict (week, locale, kind, up_to) do update set amount = weekly_wait.amount + excluded.amount`,
          [week, locale, kind, upTo, amount],
        );
      }
    },
    async passedSteps(step, limit) {
      const { at, passed } = STEPS[step];
      const { rows } = await sql.query<StepRow>(
        `select r.id, r.locale, r.office, r.created_at, ${at} as at from contact_request r
         where ${passed}
           and not exists (select 1 from counted_step c where c.request_id = r.id and c.step = $1)
         order by r.created_at, r.id limit $2`,
        [step, limit],
      );
      return rows.map((row) => toStep(step, row));
    },
    async claimStep({ requestId, step }) {
      const { count } = await sql.query(
        'insert into counted_step (request_id, step) values ($1, $2) on conflict (request_id, step) do nothing',
        [requestId, step],
      );
      return count === 1;
    },
    async counts(fromWeek, throughWeek) {
      const { rows: counted } = await sql.query<WeeklyCount>(
        'select week, locale, measure, amount from weekly_count where week >= $1 and week <= $2',
        [fromWeek, throughWeek],
      );
      const { rows: rated } = await sql.query<WeeklyCount>(
        `select week, locale, case value when 'good' then 'ratedGood' when 'bad' then 'ratedBad'
           else 'ratedMiddling' end as measure, count(*) as amount
         from rating where week >= $1 and week <= $2 group by week, locale, value`,
        [fromWeek, throughWeek],
      );
      return [...counted, ...rated];
    },
    async waits(fromWeek, throughWeek) {
      const { rows } = await sql.query<Omit<WeeklyWait, 'upTo'> & { up_to: number }>(
        'select week, locale, kind, up_to, amount from weekly_wait where week >= $1 and week <= $2',
        [fromWeek, throughWeek],
      );
      return rows.map(({ up_to, ...row }) => ({ ...row, upTo: up_to }));
    },
  };
}

function toStep(step: RequestStep, row: StepRow): PassedStep {
  const { id, locale, office, created_at, at } = row;
  return { requestId: id, step, locale, office, submittedAt: created_at, at: at ?? undefined };
}

function sorted<T extends { readonly week: string; readonly locale: string }>(
  rows: readonly T[],
  rest: (row: T) => string,
): readonly T[] {
  const keyOf = (row: T): string => `${row.week} ${row.locale} ${rest(row)}`;
  return rows
    .map((row) => [keyOf(row), row] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, row]) => row);
}
