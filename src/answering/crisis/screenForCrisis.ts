import { CRISIS_TOPICS, type TopicId } from '#src/domain/topic.ts';
import { sigmoid } from '../topics/fitLogit.ts';
import type { CrisisLexicon } from './crisisLexicon.ts';
import type { CrisisModel } from './crisisModel.ts';

/** Danger found in a message. */
export interface CrisisFinding {
  readonly topic: TopicId;
  /** Estimated probability that the message is about danger. */
  readonly confidence: number;
}

/** What the matcher of the detected language thinks: its probability for each crisis topic, in their order. */
export type CrisisShares = readonly number[];

// Log-odds of danger from the classifier over all languages, the matcher of this language, and the reviewed list.
// Fitted once on held-out phrases of English, French and Arabic (588 of danger, 5,003 others), rounded.
const WEIGHTS = { model: 0.58, matcher: 0.4, expression: 2.5, constant: 1 } as const;
// The same without a matcher: the language is not one of ours.
const WEIGHTS_WITHOUT_MATCHER = { model: 0.83, expression: 2.7, constant: 1.15 } as const;
/** Low on purpose: a card too many costs a glance, a missed one may cost a life. */
const ALARM_AT = 0.35;
/** In a language we do not know, likeness to our phrases means less. */
const ALARM_WITHOUT_MATCHER_AT = 0.8;
const TINY = 1e-6;
const LETTER = /\p{L}/u;

/**
 * The first step for every message, in every language: is somebody in danger, and how? High recall before precision.
 * Runs also on what is typed inside forms and to a human.
 */
export function screenForCrisis(
  words: readonly string[],
  matcher: CrisisShares | undefined,
  model: CrisisModel,
  lexicon: CrisisLexicon,
): CrisisFinding | undefined {
  if (!words.some((word) => LETTER.test(word))) return undefined;
  const scores = model.score(words);
  const expressions = lexicon.find(words);
  const danger = odds(1 - (scores[0] as number));
  const hit = expressions.length > 0 ? 1 : 0;
  const logOdds = matcher
    ? WEIGHTS.constant + WEIGHTS.model * danger + WEIGHTS.matcher * odds(sum(matcher)) + WEIGHTS.expression * hit
    : WEIGHTS_WITHOUT_MATCHER.constant +
      WEIGHTS_WITHOUT_MATCHER.model * danger +
      WEIGHTS_WITHOUT_MATCHER.expression * hit;
  const confidence = sigmoid(logOdds);
  if (confidence < (matcher ? ALARM_AT : ALARM_WITHOUT_MATCHER_AT)) return undefined;
  return { topic: chooseTopic(scores, matcher, expressions), confidence };
}

function chooseTopic(scores: Float64Array, matcher: CrisisShares | undefined, expressions: readonly number[]): TopicId {
  let best = 0;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < CRISIS_TOPICS.length; i += 1) {
    const found = expressions.filter((label) => label === i).length;
    const score =
      Math.log((scores[i + 1] as number) + TINY) +
      (matcher ? Math.log((matcher[i] as number) + TINY) : 0) +
      2 * Math.min(2, found);
    if (score <= bestScore) continue;
    best = i;
    bestScore = score;
  }
  return CRISIS_TOPICS[best] as TopicId;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function odds(p: number): number {
  return Math.log(p + TINY) - Math.log(1 - p + TINY);
}
