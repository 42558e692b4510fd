import { describe, expect, it } from '@jest/globals';
import { PlaceCue } from '#src/answering/placeCue.ts';
import { foldText, splitWords } from '#src/answering/text/foldText.ts';
import type { Country } from '#src/domain/country.ts';
import type { TopicId } from '#src/domain/topic.ts';
import type { TrainingTopic } from '#src/domain/trainingContent.ts';

const topic = (id: string, scope: TrainingTopic['scope']): TrainingTopic => ({
  id: id as TopicId,
  group: 'applying',
  risk: 'low',
  scope,
  related: [],
});
const topics = [topic('lu-contact', 'LU'), topic('apply-how', 'both'), topic('apply-return-desk', 'BE')];
const cue = new PlaceCue(['luxembourg', 'lux', 'لوكسمبورغ']);

/** Share of the topic about Luxembourg after the message was seen. */
function share(text: string, country?: Country): number {
  const probabilities = Float64Array.from([0.3, 0.4, 0.3]);
  const scores = {
    probabilities,
    similarity: new Float64Array(3),
    danger: new Float64Array(6),
    unknownShare: 0,
    wordCount: 5,
  };
  const after = cue.apply(scores, splitWords(foldText(text)), topics, country).probabilities;
  expect(after.reduce((a, b) => a + b)).toBeCloseTo(1);
  return after[0] as number;
}

describe('naming Luxembourg', () => {
  it.each(['I live in Luxembourg', 'asylum in LUX', 'Lëtzebuerg or luxembourgeois', 'بلوكسمبورغ'])(
    'raises the topics about it: %s',
    (text) => {
      expect(share(text)).toBeGreaterThan(0.5);
    },
  );

  it('is not needed by a person who lives there', () => {
    expect(share('where do I go?', 'LU')).toBeGreaterThan(share('where do I go?', 'BE'));
  });

  it.each(['I live in Belgium', 'a deluxe trip', ''])('is not seen in: %s', (text) => {
    expect(share(text)).toBeLessThan(0.3);
  });
});
