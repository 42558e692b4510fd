import type { LocaleTag } from '#src/domain/locale.ts';
import {
  type Figure,
  type Figures,
  MEASURES,
  type Measure,
  type Report,
  type ReportSeries,
  type ReportWeek,
  WAIT_KINDS,
  type WaitFigure,
  type WaitKind,
  type WeeklyCount,
  type WeeklyWait,
} from '#src/domain/reports.ts';
import { hideIfSmall, maySumBeShown, SMALLEST_SHOWN, sumOfAll, sumOfShown } from './hideSmallNumbers.ts';
import { quantileClass } from './waitClasses.ts';

export interface CountedNumbers {
  readonly weeks: readonly string[];
  readonly locales: readonly LocaleTag[];
  readonly counts: readonly WeeklyCount[];
  readonly waits: readonly WeeklyWait[];
}

type Cases = readonly { readonly upTo: number; readonly amount: number }[];

/**
 * Turns what was counted into what may be shown. Small numbers are hidden; everything else is made of what is shown, or
 * checked not to give a hidden number away (`hideSmallNumbers.ts`).
 */
export function buildReport({ weeks, locales, counts, waits }: CountedNumbers): Report {
  const amounts = new Map(counts.map(({ week, locale, measure, amount }) => [`${week} ${locale} ${measure}`, amount]));
  const cases = new Map<string, { readonly upTo: number; readonly amount: number }[]>();
  for (const { week, locale, kind, upTo, amount } of waits) {
    const key = `${week} ${locale} ${kind}`;
    cases.set(key, [...(cases.get(key) ?? []), { upTo, amount }]);
  }
  const amountOf = (week: string, locale: LocaleTag, measure: Measure): number =>
    amounts.get(`${week} ${locale} ${measure}`) ?? 0;
  const casesOf = (week: string, locale: LocaleTag, kind: WaitKind): Cases =>
    cases.get(`${week} ${locale} ${kind}`) ?? [];

  return {
    weeks,
    all: seriesOf(weeks, {
      figure: (week, measure) => sumOfAll(locales.map((locale) => amountOf(week, locale, measure))),
      wait: (week, kind) => describeWait(poolCases(locales.map((locale) => casesOf(week, locale, kind)))),
    }),
    byLanguage: new Map(
      locales.map((locale) => [
        locale,
        seriesOf(weeks, {
          figure: (week, measure) => hideIfSmall(amountOf(week, locale, measure)),
          wait: (week, kind) => describeWait(casesOf(week, locale, kind)),
        }),
      ]),
    ),
  };
}

function seriesOf(
  weeks: readonly string[],
  source: {
    readonly figure: (week: string, measure: Measure) => Figure;
    readonly wait: (week: string, kind: WaitKind) => WaitFigure;
  },
): ReportSeries {
  const rows: ReportWeek[] = weeks.map((week) => ({
    week,
    figures: mapKeys(MEASURES, (measure) => source.figure(week, measure)),
    waits: mapKeys(WAIT_KINDS, (kind) => source.wait(week, kind)),
  }));
  const total: Figures = mapKeys(MEASURES, (measure) => sumOfShown(rows.map(({ figures }) => figures[measure])));
  return { weeks: rows, total };
}

/** All languages' cases if their number may be known, else those of the languages that are shown. */
function poolCases(byLanguage: readonly Cases[]): Cases {
  const sizes = byLanguage.map(sizeOf);
  if (maySumBeShown(sizes)) return byLanguage.flat();
  return byLanguage.filter((cases) => sizeOf(cases) >= SMALLEST_SHOWN).flat();
}

function describeWait(cases: Cases): WaitFigure {
  if (sizeOf(cases) < SMALLEST_SHOWN) return { kind: 'few' };
  return { kind: 'exact', median: quantileClass(cases, 0.5), ninetieth: quantileClass(cases, 0.9) };
}

function sizeOf(cases: Cases): number {
  return cases.reduce((sum, { amount }) => sum + amount, 0);
}

function mapKeys<K extends string, V>(keys: readonly K[], valueOf: (key: K) => V): Readonly<Record<K, V>> {
  return Object.fromEntries(keys.map((key) => [key, valueOf(key)])) as Record<K, V>;
}
