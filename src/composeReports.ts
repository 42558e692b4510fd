import { fingerprint } from './answering/text/fingerprint.ts';
import type { KnowledgeBase } from './domain/answering.ts';
import type { Clock } from './domain/clock.ts';
import type { LocaleTag } from './domain/locale.ts';
import type { Logger } from './domain/logger.ts';
import type { Office } from './domain/office.ts';
import type { WorkingWeek } from './domain/officeHours.ts';
import type { ReportDesk } from './domain/reports.ts';
import type { TopicId } from './domain/topic.ts';
import type { QuestionDesk, QuestionKeeper } from './domain/unansweredQuestions.ts';
import type { UnitOfWork } from './domain/unitOfWork.ts';
import type { Metrics } from './observability/metrics.ts';
import { createQuestionDesk } from './questions/questionDesk.ts';
import { createQuestionKeeper } from './questions/questionKeeper.ts';
import { createReplyTally, type ReplyTally } from './reports/replyTally.ts';
import { createReportDesk } from './reports/reportDesk.ts';
import { createRequestCounter } from './reports/requestCounter.ts';

export interface ReportsComposition {
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly workingWeeks: Readonly<Record<Office, WorkingWeek>>;
  readonly knowledge: KnowledgeBase;
  readonly knowsWord: (locale: LocaleTag, word: string) => boolean;
}

/** What is learned from use: weekly numbers, and sentences that people let staff read. */
export interface Reports {
  /** What the dialogs tell. */
  readonly forDialogs: Pick<ReplyTally, 'countReply' | 'countConversation'> & { readonly questions: QuestionKeeper };
  /** What the console shows. */
  readonly forConsole: {
    readonly reports: ReportDesk;
    readonly questions: QuestionDesk;
    readonly topicIds: readonly TopicId[];
  };
  start(): void;
  /** Writes what is counted and not yet written: after the last turn, before the database closes. */
  stop(): Promise<void>;
}

/** Joins counting, reports and questions. Messages are counted for the metrics too, at once and in more kinds. */
export function composeReports(options: ReportsComposition): Reports {
  const replyCount = options.metrics.counter('replies_total', 'What became of messages', ['kind', 'language']);
  const tally = createReplyTally(options);
  const requestCounter = createRequestCounter(options);
  return {
    forDialogs: {
      countReply(kind, locale) {
        replyCount.add([kind, locale]);
        tally.countReply(kind, locale);
      },
      countConversation: tally.countConversation,
      questions: createQuestionKeeper(options),
    },
    forConsole: {
      reports: createReportDesk({ ...options, locales: options.knowledge.languages.map(({ tag }) => tag) }),
      questions: createQuestionDesk({ ...options, fingerprint }),
      topicIds: options.knowledge.topics.map(({ id }) => id),
    },
    start() {
      tally.start();
      requestCounter.start();
    },
    async stop() {
      await Promise.all([tally.stop(), requestCounter.stop()]);
    },
  };
}
