import { MEASURES, type Report, type ReportSeries, WAIT_KINDS } from '#src/domain/reports.ts';
import { writeCsv } from '../page/csv.ts';
import type { PageContext } from '../page/pageContext.ts';
import { describeFigure, describeWait } from './describeFigure.ts';

/** The report as a table for a spreadsheet: one line per week and language, with the same numbers hidden. */
export function renderReportCsv(context: PageContext, { all, byLanguage }: Report): string {
  const { t, options } = context;
  const heading = [
    t('reports.week'),
    t('reports.languageCode'),
    t('reports.language'),
    ...MEASURES.map((measure) => t(`reports.measure.${measure}`)),
    ...WAIT_KINDS.flatMap((kind) => [
      `${t(`reports.chart.${kind}`)} (${t('reports.median')})`,
      `${t(`reports.chart.${kind}`)} (${t('reports.ninetieth')})`,
    ]),
  ];
  const lines = (tag: string, name: string, { weeks }: ReportSeries): readonly (readonly string[])[] =>
    weeks.map(({ week, figures, waits }) => [
      week,
      tag,
      name,
      ...MEASURES.map((measure) => describeFigure(context, figures[measure])),
      ...WAIT_KINDS.flatMap((kind) => [
        describeWait(context, waits[kind], 'median'),
        describeWait(context, waits[kind], 'ninetieth'),
      ]),
    ]);
  return writeCsv([
    heading,
    ...lines('', t('reports.allLanguages'), all),
    ...[...byLanguage].flatMap(([tag, series]) => lines(tag, options.languageName(tag) ?? tag, series)),
  ]);
}
