import type { LocaleTag } from '#src/domain/locale.ts';
import { EXPORT_REASONS, MEASURES, type Report } from '#src/domain/reports.ts';
import type { StaffMember } from '#src/domain/staff.ts';
import { describeLanguage, labelLanguage } from '../page/describeLanguage.ts';
import { type Html, html } from '../page/html.ts';
import { csrfField, renderPage } from '../page/layout.ts';
import type { PageContext } from '../page/pageContext.ts';
import { cell } from '../page/tableCell.ts';
import { may } from '../permissions.ts';
import { describeFigure } from './describeFigure.ts';
import { renderCharts } from './reportCharts.ts';
import { PERIODS } from './reportQuery.ts';

export interface ReportView {
  readonly member: StaffMember;
  readonly report: Report;
  /** Of the pictures; all of them if absent. */
  readonly language: LocaleTag | undefined;
  readonly period: number;
}

/** What happened, week by week: pictures first, then each language in one line. */
export function renderReportPage(context: PageContext, view: ReportView): Html {
  const { t } = context;
  const { report, language } = view;
  const series = (language === undefined ? undefined : report.byLanguage.get(language)) ?? report.all;
  return renderPage(context, {
    title: t('reports.title'),
    section: 'reports',
    main: html`<h1>${t('reports.title')}</h1>
<p class="lead">${t('reports.intro')}</p>
${renderTools(context, view)}
${
  report.weeks.length === 0
    ? html`<div class="empty"><p>${t('reports.empty')}</p></div>`
    : html`${renderCharts(context, series)}
${renderLanguages(context, report)}
${may(view.member, 'report.export') && renderExport(context, view)}`
}`,
  });
}

function renderTools(context: PageContext, { report, language, period }: ReportView): Html {
  const { t } = context;
  return html`<form method="get" action="/staff/reports" class="tools report-tools">
<label class="field">${t('reports.language')}<select name="language"><option value="">${t('reports.allLanguages')}</option>${[
    ...report.byLanguage.keys(),
  ].map(
    (tag) => html`<option value="${tag}"${tag === language && html` selected`}>${labelLanguage(context, tag)}</option>`,
  )}</select></label>
<label class="field">${t('reports.period')}<select name="weeks">${PERIODS.map(
    (weeks) =>
      html`<option value="${weeks}"${weeks === period && html` selected`}>${t('reports.weeks', { count: weeks })}</option>`,
  )}</select></label>
<button class="button">${t('reports.show')}</button>
</form>`;
}

/** Languages of which nothing may be shown are named in one line instead of a line of dashes each. */
function renderLanguages(context: PageContext, { all, byLanguage }: Report): Html {
  const { t } = context;
  const isQuiet = (tag: LocaleTag): boolean =>
    MEASURES.every((measure) => byLanguage.get(tag)?.total[measure].kind === 'hidden');
  const tags = [...byLanguage.keys()];
  const quiet = tags.filter(isQuiet);
  const columns = MEASURES.map((measure) => [measure, t(`reports.measure.${measure}`)] as const);
  const rows = [
    { name: html`${t('reports.allLanguages')}`, total: all.total },
    ...tags
      .filter((tag) => !isQuiet(tag))
      .map((tag) => ({ name: describeLanguage(context, tag), total: byLanguage.get(tag)?.total ?? all.total })),
  ];
  return html`<section class="card by-language"><h2>${t('reports.byLanguage')}</h2>
<p class="hint">${t('reports.byLanguageHint')}</p>
<table><caption class="visually-hidden">${t('reports.byLanguage')}</caption>
<thead><tr><th scope="col">${t('reports.language')}</th>${columns.map(([, name]) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map(
    ({ name, total }) =>
      html`<tr><th scope="row" data-label="${t('reports.language')}"><div class="cell">${name}</div></th>${columns.map(([measure, label]) => cell(label, html`${describeFigure(context, total[measure])}`))}</tr>`,
  )}</tbody></table>
${
  quiet.length > 0 &&
  html`<p class="hint">${t('reports.quiet')} ${quiet.map((tag, i) => html`${i > 0 && ', '}${describeLanguage(context, tag)}`)}</p>`
}
</section>`;
}

function renderExport(context: PageContext, { period }: ReportView): Html {
  const { t } = context;
  return html`<section class="card"><h2>${t('reports.export')}</h2>
<form method="post" action="/staff/reports/export" class="stack" data-download>${csrfField(context)}
<input type="hidden" name="weeks" value="${period}">
<p class="hint">${t('reports.exportHint')}</p>
<label class="field">${t('reports.reason')}<select name="reason" required><option value="">${t('reports.chooseReason')}</option>${EXPORT_REASONS.map((reason) => html`<option value="${reason}">${t(`exportReason.${reason}`)}</option>`)}</select></label>
<button class="button">${t('reports.download')}</button></form></section>`;
}
