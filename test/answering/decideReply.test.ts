import { describe, expect, it } from '@jest/globals';
import { decideReply, type Evidence, THRESHOLDS } from '#src/answering/decideReply.ts';
import type { TopicGroup, TopicId } from '#src/domain/topic.ts';
import type { TrainingTopic } from '#src/domain/trainingContent.ts';

function topic(id: string, risk: 'low' | 'high' = 'low', group: TopicGroup = 'travel'): TrainingTopic {
  return { id: id as TopicId, group, risk, scope: 'both', related: [] };
}

function evidence(
  topics: readonly TrainingTopic[],
  shares: readonly number[],
  change: Partial<Evidence> = {},
): Evidence {
  const candidates = topics.map((item, i) => ({ topic: item, share: shares[i] ?? 0 }));
  return { candidates, first: 0.95, three: 0.97, wordCount: 6, ...change };
}

const luggage = topic('travel-luggage');
const transport = topic('travel-transport');
const ban = topic('legal-entry-ban', 'high');
const comeBack = topic('legal-come-back', 'high');

describe('the decision', () => {
  it('answers when it is sure', () => {
    expect(decideReply(evidence([luggage, transport], [0.9, 0.05]))).toEqual({
      kind: 'answered',
      topic: 'travel-luggage',
      confidence: 0.95,
    });
  });

  it('offers up to three topics, best first, when it is not', () => {
    const reply = decideReply(
      evidence([luggage, transport, ban, comeBack], [0.4, 0.3, 0.1, 0.05], { first: 0.4, three: 0.8 }),
    );
    expect(reply).toEqual({
      kind: 'suggested',
      topics: ['travel-luggage', 'travel-transport', 'legal-entry-ban'],
      confidence: 0.8,
    });
  });

  it('offers neither small talk behind a better guess, nor “outside my subject”, nor two kinds of danger', () => {
    const offTopic = topic('chat-off-topic', 'low', 'smalltalk');
    const thanks = topic('chat-thanks-bye', 'low', 'smalltalk');
    const child = topic('safety-child', 'high', 'safety');
    const violence = topic('safety-violence', 'high', 'safety');
    const unsure = { first: 0.4, three: 0.8 };
    const offered = (topics: TrainingTopic[]): unknown =>
      decideReply(evidence(topics, [0.3, 0.2, 0.1, 0.1, 0.1], unsure));
    expect(offered([offTopic, luggage, thanks, child, violence])).toMatchObject({
      topics: ['travel-luggage', 'safety-child'],
    });
    expect(offered([thanks, luggage])).toMatchObject({ topics: ['chat-thanks-bye', 'travel-luggage'] });
  });

  it('offers danger only if it is a real possibility', () => {
    const suicide = topic('safety-suicide', 'high', 'safety');
    const unsure = { first: 0.4, three: 0.8 };
    const offered = (share: number): unknown => {
      const reply = decideReply(evidence([ban, suicide, luggage], [0.5, share, 0.02], unsure));
      return reply.kind === 'suggested' && reply.topics;
    };
    expect(offered(0.2)).toContain('safety-suicide');
    expect(offered(0.05)).toEqual(['legal-entry-ban', 'travel-luggage']);
  });

  it('says that it did not understand when even three would hardly help', () => {
    const reply = decideReply(
      evidence([luggage, transport], [0.1, 0.1], { first: 0.1, three: THRESHOLDS.offer - 0.01 }),
    );
    expect(reply).toEqual({ kind: 'notUnderstood' });
    expect(decideReply(evidence([], []))).toEqual({ kind: 'notUnderstood' });
  });

  it('asks back between two high-risk topics that are close', () => {
    expect(decideReply(evidence([ban, comeBack], [0.5, 0.4])).kind).toBe('suggested');
    expect(decideReply(evidence([ban, comeBack], [0.9, 0.1])).kind).toBe('answered');
    expect(decideReply(evidence([luggage, transport], [0.5, 0.4])).kind).toBe('answered');
  });

  it('asks more certainty for high risk, and most for a single word', () => {
    const between = (THRESHOLDS.answerLowRisk + THRESHOLDS.answerHighRisk) / 2;
    expect(decideReply(evidence([luggage], [1], { first: between })).kind).toBe('answered');
    expect(decideReply(evidence([ban], [1], { first: between })).kind).toBe('suggested');
    expect(decideReply(evidence([luggage], [1], { first: between, wordCount: 1 })).kind).toBe('suggested');
  });

  it('names the kind of reply after the topic', () => {
    expect(decideReply(evidence([topic('contact-ask-human')], [1]))).toMatchObject({
      kind: 'handoffOffered',
      reason: 'askedForPerson',
    });
    expect(decideReply(evidence([topic('chat-greeting', 'low', 'smalltalk')], [1])).kind).toBe('smalltalk');
    expect(decideReply(evidence([topic('safety-child', 'high', 'safety')], [1])).kind).toBe('crisis');
  });
});
