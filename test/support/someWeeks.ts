import { isoWeek } from '#src/domain/isoWeek.ts';
import type { CountedMeasure, WeeklyCount, WeeklyWait } from '#src/domain/reports.ts';
import type { ConsoleServer } from './consoleServer.ts';

const WEEK_DAYS = 7;

/** Numbers of a week, as large services have them: `[measure, Arabic, French]`. */
const NUMBERS: readonly (readonly [CountedMeasure, number, number])[] = [
  ['conversations', 25, 4],
  ['answered', 30, 10],
  ['offered', 12, 3],
  ['notUnderstood', 9, 4],
  ['crisis', 2, 1],
  ['requests', 14, 6],
  ['resolved', 11, 4],
];

/** Counts so many weeks, beginning with the present one, and moves the time behind them. They grow a little. */
export async function countSomeWeeks({ unitOfWork, clock }: ConsoleServer, weeks: number): Promise<void> {
  for (let i = 0; i < weeks; i += 1) {
    const week = isoWeek(clock.now());
    const counts: WeeklyCount<CountedMeasure>[] = NUMBERS.flatMap(([measure, arabic, french]) => [
      { week, locale: 'ar', measure, amount: arabic + (arabic < 5 ? 0 : i * 3) },
      { week, locale: 'fr', measure, amount: french },
    ]);
    const waits: WeeklyWait[] = [
      { week, locale: 'ar', kind: 'notice', upTo: 1, amount: 12 },
      { week, locale: 'ar', kind: 'notice', upTo: 60, amount: 2 },
      { week, locale: 'ar', kind: 'answer', upTo: 30, amount: 7 },
      { week, locale: 'ar', kind: 'answer', upTo: 480, amount: 5 },
      { week, locale: 'fr', kind: 'answer', upTo: 480, amount: 4 },
    ];
    await unitOfWork.run(async ({ reports }) => {
      await reports.addCounts(counts);
      await reports.addWaits(waits);
    });
    await clock.advance({ days: WEEK_DAYS });
  }
}
