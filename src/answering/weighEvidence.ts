import type { Utterance } from '#src/domain/answering.ts';
import type { LocaleTag } from '#src/domain/locale.ts';
import type { TrainingTopic } from '#src/domain/trainingContent.ts';
import { applyContext } from './applyContext.ts';
import type { Candidate } from './decideReply.ts';
import type { AnsweringParts, Reading } from './readMessage.ts';
import { describeRanking } from './topics/describeRanking.ts';
import { logOdds } from './topics/fitLogit.ts';

/** The best topics for a message, and how far to trust them before the last correction (`Calibration.questions`). */
export interface WeighedTopics {
  /** The language whose matcher had the main say. */
  readonly language: LocaleTag;
  /** Best first; at most eight. */
  readonly candidates: readonly Candidate[];
  /** Log-odds that the first is right. */
  readonly first: number;
  /** Log-odds that the right one is among three. */
  readonly three: number;
  readonly wordCount: number;
}

/** Ranks the topics for a message that was read. `undefined` if it is in no language we match. */
export function weighEvidence(
  { matched, words }: Reading,
  known: Pick<Utterance, 'previousTopic' | 'country'>,
  { topics, places }: Pick<AnsweringParts, 'topics' | 'places'>,
): WeighedTopics | undefined {
  if (!matched) return undefined;
  const scores = applyContext(places.apply(matched.scores, words, topics, known.country), known.previousTopic, topics);
  const { order, first, three } = describeRanking(scores);
  return {
    language: matched.language,
    candidates: order.map((label) => ({
      topic: topics[label] as TrainingTopic,
      share: scores.probabilities[label] as number,
    })),
    first: logOdds(matched.calibrator.first, first),
    three: logOdds(matched.calibrator.three, three),
    wordCount: scores.wordCount,
  };
}
