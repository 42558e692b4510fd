import type { AuditRecord } from '#src/domain/audit.ts';
import type { StaffNames } from '../nameStaff.ts';
import { formatDateTime, timeElement } from '../page/formatTime.ts';
import { type Html, html } from '../page/html.ts';
import { renderPage } from '../page/layout.ts';
import type { PageContext } from '../page/pageContext.ts';
import { cell } from '../page/tableCell.ts';
import type { ChainState } from './chainCheck.ts';
import { describeAction, describeActorName, readDetail } from './describeRecord.ts';
import { type ReadingAlarm, renderReadingAlarms } from './readingAlarms.ts';

export interface AuditView {
  readonly records: readonly AuditRecord[];
  readonly hasMore: boolean;
  readonly isFirstPage: boolean;
  readonly state: ChainState;
  readonly nameOf: StaffNames;
  readonly alarms: readonly ReadingAlarm[];
}

/** Who did what, newest first, and whether anybody has tampered with it. */
export function renderAuditPage(context: PageContext, view: AuditView): Html {
  const { t } = context;
  const columns = [t('audit.number'), t('audit.time'), t('audit.who'), t('audit.what'), t('audit.subject')];
  const last = view.records.at(-1);
  return renderPage(context, {
    title: t('audit.title'),
    section: 'audit',
    main: html`<h1>${t('audit.title')}</h1>
<p class="lead">${t('audit.intro')}</p>
${renderState(context, view.state)}
${renderReadingAlarms(context, view.alarms, view.nameOf)}
${
  view.records.length === 0
    ? html`<div class="empty"><p>${t('audit.empty')}</p></div>`
    : html`<table class="audit">
<caption class="visually-hidden">${t('audit.title')}</caption>
<thead><tr>${columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${view.records.map((record) => renderRow(context, view, record, columns))}</tbody>
</table>`
}
<nav class="pager" aria-label="${t('queue.pages')}">
${!view.isFirstPage && html`<a href="/staff/audit">${t('audit.newest')}</a>`}
${view.hasMore && last && html`<a href="/staff/audit?before=${last.seq}">${t('audit.older')}</a>`}
</nav>`,
  });
}

function renderState({ t, locale }: PageContext, { verification, checkedAt }: ChainState): Html {
  const isIntact = verification.kind === 'intact';
  const text = isIntact
    ? t('audit.intact', { count: verification.checked, at: formatDateTime(checkedAt, locale) })
    : t('audit.broken', {
        seq: verification.seq,
        reason: t(`audit.reason.${verification.reason}`),
        at: formatDateTime(checkedAt, locale),
      });
  return html`<div class="alert ${isIntact ? 'good' : 'bad'}" id="chain" role="${isIntact ? 'status' : 'alert'}"><p>${text}</p>
<form method="get" action="/staff/audit"><button class="button" name="check" value="now">${t('audit.check')}</button></form></div>`;
}

function renderRow(context: PageContext, view: AuditView, record: AuditRecord, columns: readonly string[]): Html {
  const detail = Object.entries(readDetail(record.detail)).map(
    ([name, value]) => `${name}: ${view.nameOf(String(value)) ?? String(value)}`,
  );
  const subject = view.nameOf(record.subject) ?? record.subject;
  return html`<tr>
${cell(columns[0], html`${record.seq}`)}
${cell(columns[1], html`${timeElement(record.at, context.locale)}`)}
${cell(columns[2], html`<bdi>${describeActorName(context, record.actor, view.nameOf)}</bdi>`)}
${cell(columns[3], html`${describeAction(context, record)}${detail.length > 0 && html` <span class="detail">${detail.join(' · ')}</span>`}`)}
${cell(columns[4], html`<bdi class="id">${subject}</bdi>`)}
</tr>`;
}
