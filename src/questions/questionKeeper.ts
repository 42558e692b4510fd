import type { Clock } from '#src/domain/clock.ts';
import { isoWeek } from '#src/domain/isoWeek.ts';
import type { QuestionKeeper } from '#src/domain/unansweredQuestions.ts';
import type { UnitOfWork } from '#src/domain/unitOfWork.ts';
import { type KnowsWord, removeIdentifiers, saysSomething } from './removeIdentifiers.ts';

export interface QuestionKeeperOptions {
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly knowsWord: KnowsWord;
}

/** Keeps sentences for the editors, never as they were typed: what tells who wrote is taken out before anything is stored. */
export function createQuestionKeeper({ unitOfWork, clock, knowsWord }: QuestionKeeperOptions): QuestionKeeper {
  return {
    isWorthKeeping: (locale, text) => saysSomething(removeIdentifiers(locale, text, knowsWord)),
    async keep({ conversationId, activityId, locale, text }) {
      const bare = removeIdentifiers(locale, text, knowsWord);
      if (!saysSomething(bare)) return false;
      const week = isoWeek(clock.now());
      return unitOfWork.run(({ questions }) => questions.add({ conversationId, activityId, week, locale, text: bare }));
    },
    async forget(conversationId) {
      const count = await unitOfWork.run(({ questions }) => questions.forget(conversationId));
      if (count > 0) await unitOfWork.scrub();
    },
  };
}
