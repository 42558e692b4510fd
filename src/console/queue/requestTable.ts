import type { ContactRequestRecord } from '#src/domain/contactRequestStore.ts';
import type { StaffMember } from '#src/domain/staff.ts';
import type { StaffNames } from '../nameStaff.ts';
import { describeLanguage } from '../page/describeLanguage.ts';
import { timeElement } from '../page/formatTime.ts';
import { type Html, html } from '../page/html.ts';
import type { PageContext } from '../page/pageContext.ts';
import { renderServiceClock } from '../page/serviceClock.ts';
import { cell } from '../page/tableCell.ts';

export interface RequestTableView {
  readonly member: StaffMember;
  readonly records: readonly ContactRequestRecord[];
  readonly nameOf: StaffNames;
  readonly caption: string;
}

/** A list of contact requests. No personal data and no topic: whatever stands here may be seen over a shoulder. */
export function renderRequestTable(context: PageContext, view: RequestTableView): Html {
  const { t } = context;
  const areAllClosed = view.records.every(({ closedAt }) => closedAt !== undefined);
  const columns = [
    t('column.reference'),
    t('column.office'),
    t('column.language'),
    t('column.kind'),
    t('column.means'),
    t('column.status'),
    areAllClosed ? t('column.closed') : t('column.waiting'),
  ];
  return html`<table class="queue">
<caption class="visually-hidden">${view.caption}</caption>
<thead><tr>${columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${view.records.map((record) => renderRow(context, view, record, columns))}</tbody>
</table>`;
}

function renderRow(
  context: PageContext,
  view: RequestTableView,
  record: ContactRequestRecord,
  columns: readonly string[],
): Html {
  const { t } = context;
  const isMine = record.assignee === view.member.id;
  const assignee =
    record.assignee === undefined ? undefined : (view.nameOf(record.assignee) ?? t('request.formerStaff'));
  return html`<tr>
<th scope="row" data-label="${columns[0]}"><div class="cell"><a class="reference" id="open-${record.id}" href="/staff/requests/${record.id}">${record.reference}</a>${record.isUrgent && html` <span class="mark bad">${t('mark.urgent')}</span>`}</div></th>
${cell(columns[1], html`${t(`office.${record.office}`)}`)}
${cell(columns[2], html`${describeLanguage(context, record.locale)}`)}
${cell(columns[3], html`${record.kind === 'minor' ? html`<span class="mark warn">${t('kind.minor')}</span>` : t('kind.return')}`)}
${cell(columns[4], html`${t(`means.${record.meansKind}`)}`)}
${cell(columns[5], html`<span class="status ${record.status}">${t(`status.${record.status}`)}</span>${assignee !== undefined && html` <span class="who">${isMine ? t('queue.you') : html`<bdi>${assignee}</bdi>`}</span>`}${record.noticeState === 'undelivered' && html` <span class="mark bad">${t('mark.undelivered')}</span>`}`)}
${cell(columns[6], html`${record.closedAt === undefined ? renderWaiting(context, record) : timeElement(record.closedAt, context.locale)}`)}
</tr>`;
}

function renderWaiting(context: PageContext, record: ContactRequestRecord): Html {
  return html`${renderServiceClock(context, record)}
<span class="since">${timeElement(record.waitingSince, context.locale)}</span>`;
}
