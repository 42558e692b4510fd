import {
  BEYOND_CLASSES,
  type Measure,
  type ReportSeries,
  type ReportWeek,
  type WaitFigure,
} from '#src/domain/reports.ts';
import { type Html, html } from '../page/html.ts';
import type { PageContext } from '../page/pageContext.ts';
import { cell } from '../page/tableCell.ts';
import { type ChartSeries, type ChartValue, renderChart, roundTicks } from './chart.ts';
import { describeFigure, describeWait, formatMonday, formatWeek, formatWorkingTime } from './describeFigure.ts';

/** Pictures of counts, each with the measures that it compares. */
const COUNT_CHARTS = [
  { id: 'conversations', arrangement: 'stacked', measures: ['conversations'] },
  { id: 'messages', arrangement: 'stacked', measures: ['answered', 'offered', 'notUnderstood', 'crisis'] },
  { id: 'requests', arrangement: 'sideBySide', measures: ['requests', 'resolved'] },
  { id: 'ratings', arrangement: 'stacked', measures: ['ratedGood', 'ratedMiddling', 'ratedBad'] },
] as const satisfies readonly {
  readonly id: string;
  readonly arrangement: 'stacked' | 'sideBySide';
  readonly measures: readonly Measure[];
}[];

/** Times grow by classes, so the picture does too: each class is one step higher. */
const TIME_STEPS = [1, 5, 15, 30, 60, 120, 240, 480, 960, 1_440, 2_400, BEYOND_CLASSES];
const TIME_TICKS = [15, 60, 480, 2_400];

/** All pictures of one language, or of all of them, each with its numbers as a table. */
export function renderCharts(context: PageContext, { weeks }: ReportSeries): Html {
  return html`<div class="charts">
${COUNT_CHARTS.map(({ id, arrangement, measures }) => {
  const series = measures.map((measure) => ({
    name: context.t(`reports.measure.${measure}`),
    values: weeks.map(({ figures }) => countValue(context, figures[measure])),
  }));
  const heights = weeks.map((_, i) => {
    const all = series.map(({ values }) => values[i]?.height ?? 0);
    return arrangement === 'stacked' ? all.reduce((sum, value) => sum + value, 0) : Math.max(...all);
  });
  const ticks = roundTicks(heights).map((height) => ({ height, text: String(height) }));
  return renderFigure(context, { id, arrangement, weeks, series, ticks });
})}
${(['answer', 'notice'] as const).map((kind) =>
  renderFigure(context, {
    id: kind,
    arrangement: 'sideBySide',
    weeks,
    series: (['median', 'ninetieth'] as const).map((which) => ({
      name: context.t(`reports.${which}`),
      values: weeks.map(({ waits }) => waitValue(context, waits[kind], which)),
    })),
    ticks: TIME_TICKS.map((upTo) => ({
      height: TIME_STEPS.indexOf(upTo) + 1,
      text: formatWorkingTime(upTo, context.locale, 'narrow'),
    })),
  }),
)}
</div>`;
}

interface FigureParts {
  readonly id: (typeof COUNT_CHARTS)[number]['id'] | 'answer' | 'notice';
  readonly arrangement: 'stacked' | 'sideBySide';
  readonly weeks: readonly ReportWeek[];
  readonly series: readonly ChartSeries[];
  readonly ticks: readonly { readonly height: number; readonly text: string }[];
}

function renderFigure(context: PageContext, { id, arrangement, weeks, series, ticks }: FigureParts): Html {
  const { t, locale } = context;
  const title = t(`reports.chart.${id}`);
  const last = weeks.at(-1)?.week ?? '';
  const lastValues = series.map(({ name, values }) => ({ name, text: values.at(-1)?.text ?? '' }));
  const description = t('reports.chartText', {
    weeks: weeks.length,
    week: formatWeek(last, locale),
    values: lastValues.map(({ name, text }) => `${name}: ${text}`).join('; '),
  });
  return html`<section class="card figure" aria-labelledby="${id}-heading">
<h2 id="${id}-heading">${title}</h2>
<p class="hint">${t(`reports.about.${id}`)}</p>
${renderChart({ id, title, description, arrangement, columns: weeks.map(({ week }) => formatMonday(week, locale)), series, ticks })}
<p class="hint">${t('reports.lastWeek', { week: formatWeek(last, locale) })}</p>
<ul class="legend">${lastValues.map(({ name, text }, i) => html`<li><span class="swatch s${i + 1}"></span>${name} <b>${text}</b></li>`)}</ul>
<details><summary>${t('reports.asTable')}</summary>
<table><caption class="visually-hidden">${title}</caption>
<thead><tr><th scope="col">${t('reports.week')}</th>${series.map(({ name }) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${weeks.map(
    ({ week }, i) =>
      html`<tr><th scope="row" data-label="${t('reports.week')}"><div class="cell">${formatWeek(week, locale)}</div></th>${series.map(({ name, values }) => cell(name, html`${values[i]?.text}`))}</tr>`,
  )}</tbody></table></details>
</section>`;
}

function countValue(context: PageContext, figure: Parameters<typeof describeFigure>[1]): ChartValue {
  const isShown = figure.kind === 'exact' || figure.kind === 'atLeast';
  return { height: isShown ? figure.value : undefined, text: describeFigure(context, figure) };
}

function waitValue(context: PageContext, wait: WaitFigure, which: 'median' | 'ninetieth'): ChartValue {
  return {
    height: wait.kind === 'few' ? undefined : TIME_STEPS.indexOf(wait[which]) + 1,
    text: describeWait(context, wait, which),
  };
}
