import { CRISIS_TOPICS } from '#src/domain/topic.ts';
import type { TrainingTopic } from '#src/domain/trainingContent.ts';
import type { Reading } from '../readMessage.ts';
import type { MatcherDanger } from './screenForCrisis.ts';

/** What the matchers of a message say of danger; `undefined` if it is in none of our languages. */
export function readDanger(
  { matched, language }: Reading,
  topics: readonly TrainingTopic[],
): MatcherDanger | undefined {
  if (!matched || language.best === 'other') return undefined;
  const { probabilities, danger } = matched.scores;
  return {
    topics: CRISIS_TOPICS.map((id) => probabilities[topics.findIndex((topic) => topic.id === id)] ?? 0),
    head: danger,
  };
}
