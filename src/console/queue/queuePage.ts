import type { ContactRequestRecord } from '#src/domain/contactRequestStore.ts';
import type { Office } from '#src/domain/office.ts';
import { workingTimeBetween } from '#src/domain/officeHours.ts';
import type { StaffMember } from '#src/domain/staff.ts';
import type { StaffNames } from '../nameStaff.ts';
import { describeLanguage } from '../page/describeLanguage.ts';
import { formatDuration, timeElement } from '../page/formatTime.ts';
import { type Html, html } from '../page/html.ts';
import { renderPage } from '../page/layout.ts';
import type { PageContext } from '../page/pageContext.ts';
import { cell } from '../page/tableCell.ts';
import { QUEUES, type QueueName } from './queues.ts';

export interface QueueView {
  readonly member: StaffMember;
  readonly queue: QueueName;
  readonly office: Office | undefined;
  readonly page: number;
  readonly records: readonly ContactRequestRecord[];
  readonly hasMore: boolean;
  readonly counts: { readonly waiting: string; readonly mine: string; readonly undelivered: string };
  /** The reference that was looked for and not found. */
  readonly searched: string | undefined;
  readonly nameOf: StaffNames;
  /** The member has just erased a request. */
  readonly erased: boolean;
}

/** Who has waited for a whole working day is marked. */
const LONG_WAIT_MS = 8 * 3_600_000;

/** The list of contact requests: whatever stands here may be seen over a shoulder. */
export function renderQueuePage(context: PageContext, view: QueueView): Html {
  const { t } = context;
  return renderPage(context, {
    title: t('queue.title'),
    section: 'requests',
    main: html`<h1>${t('queue.title')}</h1>
${view.erased && html`<p class="alert" role="status">${t('result.erased')}</p>`}
${view.searched !== undefined && view.searched !== '' && html`<p class="alert" role="status">${t('queue.notFound', { reference: view.searched })}</p>`}
${renderTools(context, view)}
<div id="live" data-live>
${renderTabs(context, view)}
${
  view.counts.undelivered !== '0' &&
  view.queue !== 'undelivered' &&
  html`<p class="alert bad">${t('queue.undeliveredNotice', { count: view.counts.undelivered })} <a href="${address(view, { queue: 'undelivered' })}">${t('queue.showThem')}</a></p>`
}
${view.records.length === 0 ? renderEmpty(context, view) : renderTable(context, view)}
${renderPager(context, view)}
</div>
<p class="visually-hidden" id="live-news" role="status" data-changed="${t('queue.changed')}"></p>
<p class="hint">${t('queue.refreshes')} <a href="${address(view, {})}">${t('queue.refreshNow')}</a></p>`,
  });
}

function renderTools({ t }: PageContext, view: QueueView): Html {
  const choices = [
    ['', t('queue.allOffices')] as const,
    ...(['BE', 'LU'] as const).map((id) => [id, t(`office.${id}`)] as const),
  ];
  return html`<div class="tools">
<form method="get" action="/staff/requests" class="inline" role="search">
<label>${t('queue.findByReference')}<input name="reference" maxlength="20" autocomplete="off" spellcheck="false" autocapitalize="characters" required></label>
<button class="button">${t('queue.find')}</button>
</form>
${
  view.member.office === 'both' &&
  html`<form method="get" action="/staff/requests" class="inline">
<input type="hidden" name="queue" value="${view.queue}">
<label>${t('queue.office')}<select name="office">${choices.map(
    ([value, name]) =>
      html`<option value="${value}"${(view.office ?? '') === value && html` selected`}>${name}</option>`,
  )}</select></label>
<button class="button">${t('queue.show')}</button>
</form>`
}
</div>`;
}

function renderTabs({ t }: PageContext, view: QueueView): Html {
  const names = (Object.keys(QUEUES) as QueueName[]).filter(
    (name) => name !== 'undelivered' || view.counts.undelivered !== '0' || view.queue === 'undelivered',
  );
  return html`<nav class="tabs" aria-label="${t('queue.queues')}">${names.map((name) => {
    const count = name === 'waiting' || name === 'mine' || name === 'undelivered' ? view.counts[name] : undefined;
    return html`<a id="tab-${name}" href="${address(view, { queue: name })}"${name === view.queue && html` aria-current="page"`}>${t(`queue.${name}`)}${count !== undefined && html` <span class="count">${count}</span>`}</a>`;
  })}</nav>`;
}

function renderEmpty({ t }: PageContext, { queue, page }: QueueView): Html {
  return html`<div class="empty"><p>${page > 1 ? t('queue.emptyPage') : t(`queue.empty.${queue}`)}</p></div>`;
}

function renderTable(context: PageContext, view: QueueView): Html {
  const { t } = context;
  const isClosed = view.queue === 'closed';
  const columns = [
    t('column.reference'),
    t('column.office'),
    t('column.language'),
    t('column.kind'),
    t('column.status'),
    isClosed ? t('column.closed') : t('column.waiting'),
  ];
  return html`<table class="queue">
<caption class="visually-hidden">${t(`queue.${view.queue}`)}</caption>
<thead><tr>${columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${view.records.map((record) => renderRow(context, view, record, columns))}</tbody>
</table>`;
}

function renderRow(
  context: PageContext,
  view: QueueView,
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
${cell(columns[4], html`<span class="status ${record.status}">${t(`status.${record.status}`)}</span>${assignee !== undefined && html` <span class="who">${isMine ? t('queue.you') : html`<bdi>${assignee}</bdi>`}</span>`}${record.noticeState === 'undelivered' && html` <span class="mark bad">${t('mark.undelivered')}</span>`}`)}
${cell(columns[5], html`${view.queue === 'closed' ? record.closedAt !== undefined && timeElement(record.closedAt, context.locale) : renderWaiting(context, record)}`)}
</tr>`;
}

function renderWaiting(context: PageContext, record: ContactRequestRecord): Html {
  const { now, locale, options } = context;
  const waited = workingTimeBetween(record.office, record.waitingSince, now, options.workingWeeks?.[record.office]);
  const isLong = record.status === 'pending' && waited >= LONG_WAIT_MS;
  return html`<span class="waiting${isLong && ' long'}">${formatDuration(now - record.waitingSince, locale)}</span>
<span class="since">${timeElement(record.waitingSince, locale)}</span>`;
}

function renderPager({ t }: PageContext, view: QueueView): Html | false {
  if (view.page === 1 && !view.hasMore) return false;
  return html`<nav class="pager" aria-label="${t('queue.pages')}">
${view.page > 1 && html`<a id="page-previous" href="${address(view, { page: view.page - 1 })}">${t('queue.previousPage')}</a>`}
${view.hasMore && html`<a id="page-next" href="${address(view, { page: view.page + 1 })}">${t('queue.nextPage')}</a>`}
</nav>`;
}

/** The address of a view of the list, with what is not named kept as it is; another queue begins at its first page. */
function address(view: QueueView, change: { readonly queue?: QueueName; readonly page?: number }): string {
  const query = new URLSearchParams({ queue: change.queue ?? view.queue });
  if (view.office !== undefined) query.set('office', view.office);
  const page = change.page ?? (change.queue === undefined ? view.page : 1);
  if (page > 1) query.set('page', String(page));
  return `/staff/requests?${query.toString()}`;
}
