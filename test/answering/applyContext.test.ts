import { describe, expect, it } from '@jest/globals';
import { applyContext } from '#src/answering/applyContext.ts';
import type { TopicScores } from '#src/answering/topics/topicModel.ts';
import type { TopicGroup, TopicId } from '#src/domain/topic.ts';
import type { TrainingTopic } from '#src/domain/trainingContent.ts';

const topic = (id: string, group: TopicGroup, related: string[] = []): TrainingTopic => ({
  id: id as TopicId,
  group,
  risk: 'low',
  scope: 'both',
  related: related as TopicId[],
});
const topics = [
  topic('money-how-much', 'money', ['money-departure-cash']),
  topic('money-departure-cash', 'money'),
  topic('money-debts', 'money'),
  topic('child-school', 'family-children'),
  topic('chat-greeting', 'smalltalk'),
];
const scores = (wordCount: number): TopicScores => ({
  probabilities: Float64Array.from([0.2, 0.2, 0.2, 0.2, 0.2]),
  similarity: new Float64Array(5),
  danger: new Float64Array(6),
  unknownShare: 0,
  wordCount,
});

describe('a follow-up question', () => {
  it('leans towards related topics, less towards the same group, and adds up to one', () => {
    const { probabilities } = applyContext(scores(4), 'money-how-much' as TopicId, topics);
    const [same, related, group, other] = [...probabilities] as [number, number, number, number];
    expect(related).toBeGreaterThan(group);
    expect(group).toBeGreaterThan(other);
    expect(same).toBe(other);
    expect(probabilities.reduce((a, b) => a + b)).toBeCloseTo(1);
  });

  it('stands for itself when it is long, first, or follows small talk', () => {
    expect(applyContext(scores(12), 'money-how-much' as TopicId, topics)).toEqual(scores(12));
    expect(applyContext(scores(4), undefined, topics)).toEqual(scores(4));
    expect(applyContext(scores(4), 'chat-greeting' as TopicId, topics)).toEqual(scores(4));
  });
});
