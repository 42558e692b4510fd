import { type Consider, createConsider } from './answering/considerAdvice.ts';
import { prepareAnswering } from './answering/prepareAnswering.ts';
import { readCalibration } from './answering/readCalibration.ts';
import { createVocabulary } from './answering/text/vocabulary.ts';
import type { Answerer, KnowledgeBase } from './domain/answering.ts';
import type { Clock } from './domain/clock.ts';
import type { LocaleTag } from './domain/locale.ts';
import type { Logger } from './domain/logger.ts';
import type { TopicId } from './domain/topic.ts';
import type { SemanticHelp } from './domain/topicAdvisor.ts';
import { loadKnowledge } from './knowledge/loadKnowledge.ts';
import { loadTrainingContent } from './knowledge/loadTrainingContent.ts';
import { createTopicAdvisor } from './semantic/createTopicAdvisor.ts';

export interface AnsweringComposition {
  readonly localesDir: string;
  /** Where trained models are kept between starts: `dist/models`. */
  readonly cacheDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly operated: boolean;
  readonly showDraftHighRisk: boolean;
  readonly semanticHelp?: SemanticHelp | undefined;
}

/** Everything that turns a message into a decision, and a topic into a text. */
export interface Answering {
  readonly knowledge: KnowledgeBase;
  readonly answerer: Answerer;
  readonly consider: Consider;
  /** True for a word that people use when they ask, in this language. */
  readonly knowsWord: (locale: LocaleTag, word: string) => boolean;
  /** Resolves when the model of meaning, if there is one, has all it needs. */
  readonly semanticReady: Promise<void>;
}

/**
 * Joins the content and the answering: all that is needed to turn a message into a decision and a topic into a text.
 * The server and the command line use the same.
 * @throws {ContentError} if `locales/` is not complete.
 */
export async function composeAnswering(options: AnsweringComposition): Promise<Answering> {
  const { localesDir, cacheDir, clock, logger, semanticHelp } = options;
  const knowledge = loadKnowledge(options);
  const content = loadTrainingContent(localesDir);
  const calibration = readCalibration(localesDir);
  const [answerer, help] = await Promise.all([
    prepareAnswering({ content, calibration, cacheDir, logger }),
    semanticHelp === undefined
      ? Promise.resolve(undefined)
      : createTopicAdvisor(semanticHelp, {
          content,
          titleOf: (topic) => knowledge.title(topic as TopicId, 'en'),
          cacheDir,
          clock,
          logger,
        }),
  ]);
  return {
    knowledge,
    answerer,
    consider: createConsider(answerer, help?.advisor),
    knowsWord: createVocabulary(content),
    semanticReady: help?.ready ?? Promise.resolve(),
  };
}
