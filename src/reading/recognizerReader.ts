import { cleanText } from '#src/domain/cleanText.ts';
import type { Clock } from '#src/domain/clock.ts';
import type { Logger } from '#src/domain/logger.ts';
import type { TextReader } from '#src/domain/textReader.ts';
import { brusselsTime } from './localTime.ts';
import { prepareEmailWindows } from './prepareEmailWindows.ts';
import { prepareTimeText } from './prepareTimeText.ts';
import { type RecognizerLane, type RecognizerTask, readableLanguage } from './recognizerTask.ts';
import { WorkerLane } from './workerLane.ts';

/** Processor time one call of the recognisers may use (security item M-40). Ordinary texts take 1 to 15 ms. */
export const READING_BUDGET_MS = 150;

const MAX_YES_NO_LENGTH = 200;

export interface TextReaderOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Workers for dates and times; 1 by default. Each takes about 130 MB and 2 s of CPU to start (measured on Node 24). */
  readonly size?: number;
}

export interface RecognizerReader extends TextReader {
  /** Starts the workers, and resolves when they answer quickly, or when it is certain that they cannot start. */
  warmUp(): Promise<void>;
  close(): Promise<void>;
  /** Worker threads alive now. */
  workerCount(): number;
}

/**
 * Reads e-mail addresses, yes/no and wished times through the recognisers, in workers with a time budget. Nothing
 * starts before `warmUp` or the first call. Calls are short at any text: what is not read in time is `undefined`.
 */
export function createTextReader({ clock, logger, size = 1 }: TextReaderOptions): RecognizerReader {
  const openLane = (name: RecognizerLane, laneSize: number): WorkerLane<RecognizerTask> =>
    new WorkerLane({
      name,
      entry: new URL('./recognizerWorker.ts', import.meta.url),
      size: laneSize,
      budgetMs: READING_BUDGET_MS,
      clock,
      logger,
    });
  const words = openLane('words', 1);
  const time = openLane('time', size);

  return {
    async findEmail(text) {
      for (const window of prepareEmailWindows(text)) {
        const address = await words.run({ kind: 'email', text: window });
        if (typeof address === 'string') return address;
      }
      return undefined;
    },
    async readYesNo(text, locale) {
      const language = readableLanguage(locale);
      const cut = cleanText(text, MAX_YES_NO_LENGTH).text;
      if (!language || cut === '') return undefined;
      const answer = await words.run({ kind: 'yesNo', text: cut, language });
      return typeof answer === 'boolean' ? answer : undefined;
    },
    async readTime(text, locale, now) {
      const language = readableLanguage(locale);
      if (!language) return undefined;
      const localNow = brusselsTime(now);
      const prepared = prepareTimeText(text, language, localNow);
      if (prepared === undefined) return undefined;
      const resolved = await time.run({ kind: 'time', text: prepared, language, localNow });
      return typeof resolved === 'string' ? resolved : undefined;
    },
    async warmUp() {
      await Promise.all([words.ready(), time.ready()]);
    },
    async close() {
      await Promise.all([words.close(), time.close()]);
    },
    workerCount: () => words.workerCount + time.workerCount,
  };
}
