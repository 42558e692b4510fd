import type { TopicId } from '#src/domain/topic.ts';
import type { TrainingTopic } from '#src/domain/trainingContent.ts';
import type { TopicScores } from './topics/topicModel.ts';

/** Longer messages say themselves what they are about. */
const MAX_FOLLOW_UP_WORDS = 6;
const RELATED_BOOST = 2.5;
const SAME_GROUP_BOOST = 1.6;

/**
 * A short message after an answer (“and for my children?”) is a little more probably about something near it. Related
 * topics and the same group gain; the topic just answered does not, since the person is asking on.
 */
export function applyContext(
  scores: TopicScores,
  previous: TopicId | undefined,
  topics: readonly TrainingTopic[],
): TopicScores {
  const before = topics.find((topic) => topic.id === previous);
  if (!before || before.group === 'smalltalk' || scores.wordCount > MAX_FOLLOW_UP_WORDS) return scores;
  const weighted = scores.probabilities.map((p, label) => p * boostOf(topics[label], before));
  const sum = weighted.reduce((total, p) => total + p, 0) || 1;
  return { ...scores, probabilities: weighted.map((p) => p / sum) };
}

function boostOf(topic: TrainingTopic | undefined, before: TrainingTopic): number {
  if (!topic || topic.id === before.id) return 1;
  if (before.related.includes(topic.id) || topic.related.includes(before.id)) return RELATED_BOOST;
  return topic.group === before.group ? SAME_GROUP_BOOST : 1;
}
