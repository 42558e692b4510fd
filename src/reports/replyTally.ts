import { type Clock, SECOND_MS, type Timer } from '#src/domain/clock.ts';
import { isoWeek } from '#src/domain/isoWeek.ts';
import type { LocaleTag } from '#src/domain/locale.ts';
import { describeError, type Logger } from '#src/domain/logger.ts';
import type { ReplyKind } from '#src/domain/reply.ts';
import type { CountedMeasure, WeeklyCount } from '#src/domain/reports.ts';
import type { UnitOfWork } from '#src/domain/unitOfWork.ts';

/** Counts what happens in chats: in memory at once, in the database a little later, so that no turn ever waits for it. */
export interface ReplyTally {
  readonly countReply: (kind: ReplyKind | 'unsupportedLanguage', locale: LocaleTag) => void;
  readonly countConversation: (locale: LocaleTag) => void;
  start(): void;
  /** Writes what is counted now. Never rejects: what the database does not take stays for the next time. */
  flush(): Promise<void>;
  /** Stops, and writes the rest: a restart loses nothing, a power cut at most the last ten seconds. */
  stop(): Promise<void>;
}

export interface ReplyTallyOptions {
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly logger: Logger;
}

const FLUSH_EVERY_MS = 10 * SECOND_MS;

/** The other kinds are in the metrics only. */
const MEASURE_OF: Partial<Record<ReplyKind | 'unsupportedLanguage', CountedMeasure>> = {
  answered: 'answered',
  suggested: 'offered',
  notUnderstood: 'notUnderstood',
  crisis: 'crisis',
};

export function createReplyTally({ unitOfWork, clock, logger }: ReplyTallyOptions): ReplyTally {
  let counted = new Map<string, WeeklyCount<CountedMeasure>>();
  let timer: Timer | undefined;
  let flushing: Promise<void> = Promise.resolve();

  function add({ week, locale, measure, amount }: WeeklyCount<CountedMeasure>): void {
    const key = `${week} ${locale} ${measure}`;
    counted.set(key, { week, locale, measure, amount: (counted.get(key)?.amount ?? 0) + amount });
  }

  function count(measure: CountedMeasure, locale: LocaleTag): void {
    add({ week: isoWeek(clock.now()), locale, measure, amount: 1 });
  }

  async function write(): Promise<void> {
    if (counted.size === 0) return;
    const batch = [...counted.values()];
    counted = new Map();
    try {
      await unitOfWork.run(({ reports }) => reports.addCounts(batch));
    } catch (error) {
      for (const entry of batch) add(entry);
      logger.warn('weekly numbers could not be written, tried again later', describeError(error));
    }
  }

  function flush(): Promise<void> {
    flushing = flushing.then(write);
    return flushing;
  }

  function schedule(): void {
    timer = clock.schedule(FLUSH_EVERY_MS, () => {
      schedule();
      void flush();
    });
  }

  return {
    countReply(kind, locale) {
      const measure = MEASURE_OF[kind];
      if (measure) count(measure, locale);
    },
    countConversation: (locale) => count('conversations', locale),
    start: schedule,
    flush,
    async stop() {
      timer?.cancel();
      await flush();
    },
  };
}
