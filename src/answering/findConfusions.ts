import { createRandom } from './random.ts';
import { foldText, splitWords } from './text/foldText.ts';
import { TopicModel } from './topics/topicModel.ts';
import { type Example, trainTopicModel } from './topics/trainTopicModel.ts';

/** Two topics whose phrases are taken for each other. */
export interface Confusion {
  readonly topic: string;
  /** What the phrases of `topic` were taken for. */
  readonly takenFor: string;
  readonly phrases: readonly string[];
}

const FOLDS = 3;

/**
 * Phrases that a matcher which has not seen them takes for another topic, gathered by pair of topics, the most frequent
 * first: where two topics need words that tell them apart, or a phrase stands in the wrong place. Takes some seconds.
 */
export function findConfusions(examples: readonly Example[], labels: readonly string[], language: string): Confusion[] {
  const random = createRandom(23);
  const fold = examples.map(() => Math.floor(random() * FOLDS));
  const pairs = new Map<string, { topic: string; takenFor: string; phrases: string[] }>();
  for (let k = 0; k < FOLDS; k += 1) {
    const known = examples.filter((_, i) => fold[i] !== k);
    const model = new TopicModel(trainTopicModel(known, labels, language));
    for (const [i, { text, topic }] of examples.entries()) {
      if (fold[i] !== k) continue;
      const { probabilities } = model.score(splitWords(foldText(text)));
      const takenFor = labels[probabilities.indexOf(Math.max(...probabilities))] as string;
      if (takenFor === topic) continue;
      const key = `${topic} ${takenFor}`;
      const pair = pairs.get(key) ?? { topic, takenFor, phrases: [] };
      pair.phrases.push(text);
      pairs.set(key, pair);
    }
  }
  return [...pairs.values()].sort((a, b) => b.phrases.length - a.phrases.length);
}
