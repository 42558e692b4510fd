import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Clock } from '#src/domain/clock.ts';
import { createTextReader, READING_BUDGET_MS, type RecognizerReader } from '#src/reading/recognizerReader.ts';
import type { RecognizerTask } from '#src/reading/recognizerTask.ts';
import { WorkerLane } from '#src/reading/workerLane.ts';
import { systemClock } from '#src/systemClock.ts';
import { LoopWatch } from '#test/support/loopWatch.ts';
import { SilentLogger } from '#test/support/silentLogger.ts';

/** Limits of M-40 for a quiet machine; a shared one is given ten times as much. */
const LOOP_LIMIT_MS = 50;
const CALL_LIMIT_MS = 4 * READING_BUDGET_MS;
const ALLOWANCE = 10;

const NOW = Date.parse('2026-11-23T18:43:00Z');

const PIECES = {
  'French number words': 'vingt et un cent ',
  'Chinese numbers': '一百二十',
  dates: '2020-01-01 ',
  ones: '1 1 1 ',
  emoji: '👩‍👩‍👧',
  zalgo: `a${'\u0301\u0316'.repeat(20)}`,
  weekdays: 'lundi matin ',
  addresses: 'a@b.',
  'at signs': '@',
};

/** Long rests pass when the test says so; short times are real. */
const rests: (() => void)[] = [];
const clock: Clock = {
  now: () => systemClock.now(),
  schedule(delayMs, action) {
    if (delayMs < 60_000) return systemClock.schedule(delayMs, action);
    rests.push(action);
    return { cancel: () => undefined };
  },
};

let reader: RecognizerReader;
let watch: LoopWatch;

beforeAll(async () => {
  reader = createTextReader({ clock, logger: new SilentLogger() });
  await reader.warmUp();
  watch = new LoopWatch();
});
afterAll(() => reader.close());

async function endRest(): Promise<void> {
  for (const action of rests.splice(0)) action();
  await reader.warmUp();
}

describe('texts made to hang the recognisers', () => {
  it('stops a worker that hangs in the recogniser itself', async () => {
    const logger = new SilentLogger();
    const lane = new WorkerLane<RecognizerTask>({
      name: 'time',
      entry: new URL('../../src/reading/recognizerWorker.ts', import.meta.url),
      size: 1,
      budgetMs: READING_BUDGET_MS,
      clock,
      logger,
    });
    await lane.ready();
    const text = 'vingt et un cent '.repeat(12);

    // Past the reader's own checks on purpose: this text takes longer than the age of the universe.
    expect(await lane.run({ kind: 'time', text, language: 'fr', localNow: '2026-11-23T19:43' })).toBeUndefined();

    expect(logger.lines.map(({ fields }) => fields?.code)).toEqual(['budget_exceeded']);
    await lane.close();
    expect(lane.workerCount).toBe(0);
  });

  it.each(Object.entries(PIECES))('answers within a bound: %s', async (_name, piece) => {
    for (const length of [100, 500, 2_000]) {
      const text = piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
      for (const locale of ['en', 'fr', 'ar', 'nl']) {
        for (const read of [
          () => reader.findEmail(text),
          () => reader.readYesNo(text, locale),
          () => reader.readTime(text, locale, NOW),
        ]) {
          const start = performance.now();
          expect(await read()).toBeUndefined();
          expect(performance.now() - start).toBeLessThan(CALL_LIMIT_MS * ALLOWANCE);
        }
      }
    }
  });

  it('reads e-mail addresses through 200 attacks, and has its workers back afterwards', async () => {
    const attack = 'lundi matin '.repeat(20);
    let most = 0;
    for (let i = 0; i < 200; i += 1) {
      expect(await reader.readTime(attack, 'fr', NOW)).toBeUndefined();
      expect(await reader.findEmail(`${i}@example.org`)).toBe(`${i}@example.org`);
      most = Math.max(most, reader.workerCount());
      if (i % 100 === 50) await endRest();
    }
    await endRest();

    expect(most).toBeLessThanOrEqual(2);
    expect(reader.workerCount()).toBe(2);
    expect(await reader.readTime('tomorrow after 6', 'en', NOW)).toBe('2026-11-24T18:00/..');
  });

  it('never held up the main thread', () => {
    const { turns, longestMs } = watch.stop();
    expect(turns).toBeGreaterThan(10);
    expect(longestMs).toBeLessThan(LOOP_LIMIT_MS * ALLOWANCE);
  });
});
