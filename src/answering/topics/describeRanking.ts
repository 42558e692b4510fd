import type { TopicScores } from './topicModel.ts';

/** The best classes of a text with the numbers that tell how far to trust them. */
export interface Ranking {
  /** Class numbers, most probable first; at most eight. */
  readonly order: readonly number[];
  /** Inputs of the calibrator of P(first is right). */
  readonly first: readonly number[];
  /** Inputs of the calibrator of P(right one among three). */
  readonly three: readonly number[];
}

const KEPT = 8;
const TINY = 1e-6;
const MAX_WORDS_THAT_MATTER = 12;

/** Sums up the scores of a text in the numbers the calibrators were fitted on. */
export function describeRanking({ probabilities, similarity, unknownShare, wordCount }: TopicScores): Ranking {
  const order = findBest(probabilities, KEPT);
  const [a = 0, b = a, c = b] = order;
  const top = at(probabilities, a);
  const topThree = Math.min(1, top + at(probabilities, b) + at(probabilities, c));
  const nearest = at(similarity, a);
  let elsewhere = 0;
  similarity.forEach((value, label) => {
    if (label !== a && value > elsewhere) elsewhere = value;
  });
  const length = Math.log(Math.min(MAX_WORDS_THAT_MATTER, Math.max(1, wordCount)));
  return {
    order,
    first: [
      odds(top),
      Math.log(top + TINY) - Math.log(at(probabilities, b) + TINY),
      nearest,
      nearest - elsewhere,
      unknownShare,
      length,
    ],
    three: [odds(top), odds(topThree), Math.max(nearest, elsewhere), unknownShare, length],
  };
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? 0;
}

function odds(p: number): number {
  return Math.log(p + TINY) - Math.log(1 - p + TINY);
}

function findBest(values: Float64Array, count: number): number[] {
  const best: number[] = [];
  values.forEach((value, index) => {
    let place = best.length;
    while (place > 0 && value > (values[best[place - 1] as number] as number)) place -= 1;
    if (place >= count) return;
    best.splice(place, 0, index);
    if (best.length > count) best.pop();
  });
  return best;
}
