import { foldText, splitWords } from '#src/answering/text/foldText.ts';
import type { TopicModel } from '#src/answering/topics/topicModel.ts';
import type { Matcher } from './matcher.ts';

/** Our matcher alone: without language detection, crisis screen and calibration. */
export function createOwnMatcher(model: TopicModel): Matcher {
  return {
    async rank(text) {
      const { probabilities } = model.score(splitWords(foldText(text)));
      return model.labels
        .map((topic, label) => ({ topic, score: probabilities[label] as number }))
        .sort((a, b) => b.score - a.score);
    },
  };
}
