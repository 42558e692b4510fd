import { createRandom, shuffle } from '../random.ts';
import { foldText, splitWords } from '../text/foldText.ts';
import { describeRanking } from './describeRanking.ts';
import { fitLogit, type Logit } from './fitLogit.ts';
import { TopicModel } from './topicModel.ts';
import { type Example, trainTopicModel } from './trainTopicModel.ts';

/** Turns what a model says into honest probabilities. */
export interface Calibrator {
  /** P(the first topic is right). */
  readonly first: Logit;
  /** P(the right topic is among the first three). */
  readonly three: Logit;
}

const FOLDS = 5;
const HIDDEN_TOPICS = 0.1;
/** Share of messages that no topic answers, as far as one can tell before the first users. */
const OUT_OF_SCOPE = 0.12;

/**
 * Fits the calibrator of one language without any question from outside: in each fold some phrases, and some whole
 * topics, are hidden from the model, which then meets them as strangers.
 */
export function fitCalibrator(examples: readonly Example[], labels: readonly string[], language: string): Calibrator {
  const random = createRandom(11);
  const fold = examples.map(() => Math.floor(random() * FOLDS));
  const shuffled = shuffle(labels, random);
  const hiddenCount = Math.max(1, Math.round(labels.length * HIDDEN_TOPICS));
  const rows: {
    first: readonly number[];
    three: readonly number[];
    isFirst: number;
    isThree: number;
    isOut: boolean;
  }[] = [];
  for (let k = 0; k < FOLDS; k += 1) {
    const hidden = new Set(
      Array.from({ length: hiddenCount }, (_, i) => shuffled[(k * hiddenCount + i) % shuffled.length]),
    );
    const known = examples.filter((example, i) => !hidden.has(example.topic) && fold[i] !== k);
    const model = new TopicModel(
      trainTopicModel(
        known,
        labels.filter((label) => !hidden.has(label)),
        language,
      ),
    );
    examples.forEach((example, i) => {
      const isOut = hidden.has(example.topic);
      if (!isOut && fold[i] !== k) return;
      const { order, first, three } = describeRanking(model.score(splitWords(foldText(example.text))));
      const place = isOut ? -1 : order.findIndex((label) => model.labels[label] === example.topic);
      rows.push({ first, three, isFirst: place === 0 ? 1 : 0, isThree: place >= 0 && place < 3 ? 1 : 0, isOut });
    });
  }
  const outCount = rows.filter((row) => row.isOut).length;
  const importance = rows.map((row) =>
    row.isOut ? OUT_OF_SCOPE / outCount : (1 - OUT_OF_SCOPE) / (rows.length - outCount),
  );
  return {
    first: fitLogit(
      rows.map((row) => row.first),
      rows.map((row) => row.isFirst),
      importance,
    ),
    three: fitLogit(
      rows.map((row) => row.three),
      rows.map((row) => row.isThree),
      importance,
    ),
  };
}
