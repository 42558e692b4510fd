import { prepareAnswering } from './answering/prepareAnswering.ts';
import { readCalibration } from './answering/readCalibration.ts';
import type { Answerer, KnowledgeBase } from './domain/answering.ts';
import type { Clock } from './domain/clock.ts';
import type { Logger } from './domain/logger.ts';
import { loadKnowledge } from './knowledge/loadKnowledge.ts';
import { loadTrainingContent } from './knowledge/loadTrainingContent.ts';

export interface AnsweringComposition {
  readonly localesDir: string;
  /** Where trained models are kept between starts: `dist/models`. */
  readonly cacheDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly operated: boolean;
  readonly showDraftHighRisk: boolean;
}

/**
 * Joins the content and the answering: all that is needed to turn a message into a decision and a topic into a text.
 * The server and the command line use the same.
 * @throws {ContentError} if `locales/` is not complete.
 */
export async function composeAnswering(
  options: AnsweringComposition,
): Promise<{ readonly knowledge: KnowledgeBase; readonly answerer: Answerer }> {
  const { localesDir, cacheDir, logger } = options;
  const knowledge = loadKnowledge(options);
  const answerer = await prepareAnswering({
    content: loadTrainingContent(localesDir),
    calibration: readCalibration(localesDir),
    cacheDir,
    logger,
  });
  return { knowledge, answerer };
}
