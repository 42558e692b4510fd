import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BEYOND_CLASSES, type Figure, MEASURES, type WeeklyCount, type WeeklyWait } from '#src/domain/reports.ts';
import { buildReport } from '#src/reports/buildReport.ts';
import { hideIfSmall, sumOfAll, sumOfShown } from '#src/reports/hideSmallNumbers.ts';
import { classOfWait } from '#src/reports/waitClasses.ts';

const WEEK = '2027-W08';
const few: Figure = { kind: 'few' };
const exact = (value: number): Figure => ({ kind: 'exact', value });
const atLeast = (value: number): Figure => ({ kind: 'atLeast', value });

describe('a small number', () => {
  it.each([0, 1, 4])('is hidden if it is %d', (value) => {
    expect(hideIfSmall(value)).toEqual(few);
  });

  it('is shown from five on', () => {
    expect(hideIfSmall(5)).toEqual(exact(5));
  });

  it.each<[values: number[], sum: Figure]>([
    [[20, 7], exact(27)],
    // One hidden number would be the difference.
    [[20, 3], atLeast(20)],
    [[20, 4, 4], atLeast(20)],
    // Three, nine in sum: none can be none, and that is already news.
    [[20, 3, 3, 3], atLeast(20)],
    // Four, nine in sum: each could still be anything from none to four.
    [[20, 3, 3, 3, 0], exact(29)],
    [[20, 1, 1, 0, 0], atLeast(20)],
    [[4], { kind: 'hidden' }],
    [[0, 0, 0], { kind: 'hidden' }],
  ])('cannot be found out by subtraction: %j', (values, sum) => {
    expect(sumOfAll(values)).toEqual(sum);
  });

  it('could always be anything from none to four, for all that the sum says', () => {
    const numbers = fc.array(fc.nat(9), { minLength: 1, maxLength: 17 });
    fc.assert(
      fc.property(numbers, fc.nat(16), fc.nat(4), (values, at, other) => {
        const place = at % values.length;
        const sum = sumOfAll(values);
        fc.pre((values[place] as number) < 5 && sum.kind === 'exact');
        // Is there another set of hidden numbers with the same sum in which this one is `other`?
        const hidden = values.filter((value) => value < 5);
        const rest = hidden.reduce((total, value) => total + value, 0) - other;
        return rest >= 0 && rest <= 4 * (hidden.length - 1);
      }),
      { numRuns: 2_000 },
    );
  });
});

const count = (locale: string, amount: number, week = WEEK, measure = 'requests'): WeeklyCount =>
  ({ week, locale, measure, amount }) as WeeklyCount;

describe('a report', () => {
  const locales = ['en', 'fr', 'ar', 'ti'];

  it('shows each language, and all of them, week by week', () => {
    const report = buildReport({
      weeks: ['2027-W07', WEEK],
      locales,
      counts: [count('en', 12, '2027-W07'), count('en', 7), count('fr', 4), count('ar', 3), count('ti', 1)],
      waits: [],
    });
    const requests = (tag: string) => report.byLanguage.get(tag)?.weeks.map(({ figures }) => figures.requests);
    expect(requests('en')).toEqual([exact(12), exact(7)]);
    expect(requests('fr')).toEqual([few, few]);
    expect(report.byLanguage.get('en')?.total.requests).toEqual(exact(19));
    expect(report.byLanguage.get('fr')?.total.requests).toEqual({ kind: 'hidden' });
    expect(report.all.weeks.map(({ figures }) => figures.requests)).toEqual([atLeast(12), exact(15)]);
    expect(report.all.total.requests).toEqual(atLeast(27));
  });

  it('is the same for numbers that differ only where they are hidden', () => {
    const hidden = fc.array(fc.nat(4), { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(hidden, hidden, fc.array(fc.integer({ min: 5, max: 90 }), { minLength: 2 }), (one, other, large) => {
        const reportOf = (small: readonly number[]) =>
          buildReport({
            weeks: [WEEK],
            locales,
            counts: [...large.slice(0, 2), ...small].flatMap((amount, i) =>
              MEASURES.map((measure) => count(locales[i] ?? '', amount, WEEK, measure)),
            ),
            waits: [...large.slice(0, 2), ...small].map((amount, i) => ({
              week: WEEK,
              locale: locales[i] ?? '',
              kind: 'answer',
              upTo: 60,
              amount,
            })),
          });
        expect(reportOf(one)).toEqual(reportOf(other));
      }),
    );
  });

  it('adds nothing but what it shows to sums over weeks', () => {
    expect(sumOfShown([exact(9), few, atLeast(20)])).toEqual(atLeast(29));
    expect(sumOfShown([exact(9), exact(6)])).toEqual(exact(15));
    expect(sumOfShown([few, { kind: 'hidden' }])).toEqual({ kind: 'hidden' });
  });
});

describe('waiting times', () => {
  const waits = (locale: string, classes: Readonly<Record<number, number>>): WeeklyWait[] =>
    Object.entries(classes).map(([upTo, amount]) => ({
      week: WEEK,
      locale,
      kind: 'answer',
      upTo: Number(upTo),
      amount,
    }));
  const answer = (given: readonly WeeklyWait[], locale?: string) => {
    const report = buildReport({ weeks: [WEEK], locales: ['en', 'fr', 'ar', 'ti'], counts: [], waits: given });
    return (locale === undefined ? report.all : report.byLanguage.get(locale))?.weeks[0]?.waits.answer;
  };

  it.each([
    [0, 1],
    [1, 1],
    [1.1, 5],
    [480, 480],
    [2_400, 2_400],
    [2_401, BEYOND_CLASSES],
  ])('of %d minutes stand in the class up to %d', (minutes, upTo) => {
    expect(classOfWait(minutes)).toBe(upTo);
  });

  it('are told as the class of the middle one and of nine in ten', () => {
    expect(answer(waits('en', { 15: 5, 60: 4, 480: 1 }), 'en')).toEqual({ kind: 'exact', median: 15, ninetieth: 60 });
    expect(answer(waits('en', { 15: 5, 60: 1, [BEYOND_CLASSES]: 4 }), 'en')).toEqual({
      kind: 'exact',
      median: 15,
      ninetieth: BEYOND_CLASSES,
    });
  });

  it('of fewer than five cases are hidden', () => {
    expect(answer(waits('en', { 15: 4 }), 'en')).toEqual(few);
    expect(answer([], 'en')).toEqual(few);
  });

  it('of all languages leave out a language that would show by its difference', () => {
    const shown = waits('en', { 15: 5 });
    expect(answer([...shown, ...waits('fr', { 2400: 4 })])).toEqual(answer(shown));
    const pooled = [...shown, ...waits('fr', { 2400: 3 }), ...waits('ar', { 2400: 3 }), ...waits('ti', { 2400: 1 })];
    expect(answer(pooled)).toEqual({ kind: 'exact', median: 2400, ninetieth: 2400 });
  });
});
