import type { ContactRequestRecord } from '#src/domain/contactRequestStore.ts';
import type { StaffMember } from '#src/domain/staff.ts';
import { type ReadingAlarm, renderReadingAlarms } from '../audit/readingAlarms.ts';
import type { StaffNames } from '../nameStaff.ts';
import { type Html, html } from '../page/html.ts';
import { renderPage } from '../page/layout.ts';
import type { PageContext } from '../page/pageContext.ts';
import { renderSearchForm } from '../search/searchPage.ts';
import { renderFilters } from './filterForm.ts';
import { isNarrowed, type QueueChoice, queueAddress } from './queueChoice.ts';
import { QUEUE_NAMES, type QueueName } from './queues.ts';
import { renderRequestTable } from './requestTable.ts';

export interface QueueView {
  readonly member: StaffMember;
  readonly choice: QueueChoice;
  readonly records: readonly ContactRequestRecord[];
  readonly hasMore: boolean;
  /** The length of each queue, narrowed down like the list. */
  readonly counts: Readonly<Record<QueueName, number>>;
  /** Everybody who waits for the member's offices, whatever is chosen: stands in the title. */
  readonly waiting: number;
  readonly nameOf: StaffNames;
  readonly alarms: readonly ReadingAlarm[];
  /** The member has just erased a request. */
  readonly erased: boolean;
}

/** The list of contact requests: whatever stands here may be seen over a shoulder. */
export function renderQueuePage(context: PageContext, view: QueueView): Html {
  const { t } = context;
  const { choice, counts } = view;
  return renderPage(context, {
    title: view.waiting === 0 ? t('queue.title') : t('queue.titleWaiting', { count: view.waiting }),
    section: 'requests',
    main: html`<h1>${t('queue.title')}</h1>
${view.erased && html`<p class="alert" role="status">${t('result.erased')}</p>`}
<div class="tools">${renderSearchForm(context)}${renderFilters(context, view.member, choice)}</div>
<div id="live" data-live>
${renderTabs(context, view)}
${renderReadingAlarms(context, view.alarms, view.nameOf)}
${
  counts.undelivered > 0 &&
  choice.queue !== 'undelivered' &&
  html`<p class="alert bad">${t('queue.undeliveredNotice', { count: counts.undelivered })} <a href="${queueAddress(choice, { queue: 'undelivered' })}">${t('queue.showThem')}</a></p>`
}
${view.records.length === 0 ? renderEmpty(context, view) : renderRequestTable(context, { ...view, caption: t(`queue.${choice.queue}`) })}
${renderPager(context, view)}
</div>
<p class="visually-hidden" id="live-news" role="status" data-changed="${t('queue.changed')}"></p>
<p class="hint">${t('queue.refreshes')} <a href="${queueAddress(choice)}">${t('queue.refreshNow')}</a></p>`,
  });
}

function renderTabs({ t }: PageContext, { choice, counts }: QueueView): Html {
  const names = QUEUE_NAMES.filter(
    (name) => name !== 'undelivered' || counts.undelivered > 0 || choice.queue === 'undelivered',
  );
  return html`<nav class="tabs" aria-label="${t('queue.queues')}">${names.map(
    (name) =>
      html`<a id="tab-${name}" href="${queueAddress(choice, { queue: name, status: undefined })}"${name === choice.queue && html` aria-current="page"`}>${t(`queue.${name}`)} <span class="count${name === 'overdue' && counts.overdue > 0 && ' bad'}">${counts[name]}</span></a>`,
  )}</nav>`;
}

function renderEmpty({ t }: PageContext, { choice }: QueueView): Html {
  if (choice.page > 1) return html`<div class="empty"><p>${t('queue.emptyPage')}</p></div>`;
  return html`<div class="empty"><p>${isNarrowed(choice) ? t('queue.emptyFiltered') : t(`queue.empty.${choice.queue}`)}</p></div>`;
}

function renderPager({ t }: PageContext, { choice, hasMore }: QueueView): Html | false {
  const { page } = choice;
  if (page === 1 && !hasMore) return false;
  return html`<nav class="pager" aria-label="${t('queue.pages')}">
${page > 1 && html`<a id="page-previous" href="${queueAddress(choice, { page: page - 1 })}">${t('queue.previousPage')}</a>`}
${hasMore && html`<a id="page-next" href="${queueAddress(choice, { page: page + 1 })}">${t('queue.nextPage')}</a>`}
</nav>`;
}
