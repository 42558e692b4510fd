import { CRISIS_TOPICS, type TopicId } from '#src/domain/topic.ts';
import type { DangerWeights } from '../calibration.ts';
import { sigmoid } from '../topics/fitLogit.ts';
import type { CrisisLexicon } from './crisisLexicon.ts';
import type { CrisisModel } from './crisisModel.ts';

/** Danger found in a message. */
export interface CrisisFinding {
  readonly topic: TopicId;
  /** Estimated probability that the message is about danger. */
  readonly confidence: number;
}

/** What the matcher of the detected language thinks. */
export interface MatcherDanger {
  /** Its probability for each crisis topic, in their order. */
  readonly topics: readonly number[];
  /** Its danger head: index 0 for none, then the crisis topics in their order. */
  readonly head: Float64Array;
}

/** The evidence of danger in a message, as log-odds; what calibration weighs. */
export interface DangerEvidence {
  /** [classifier over all languages, head of the language's model, its crisis topics, expression found (0 or 1)] */
  readonly inputs: readonly number[];
  /** The same without a matcher: the language is not one of ours. */
  readonly hasMatcher: boolean;
  readonly topic: TopicId;
  readonly isStrange: boolean;
}

// Without a matcher: log-odds from the classifier and the list. Fitted once on held-out phrases, rounded.
const WEIGHTS_WITHOUT_MATCHER = { model: 0.83, expression: 2.7, constant: 1.15 } as const;
/** In a language we do not know, likeness to our phrases means less. */
const ALARM_WITHOUT_MATCHER_AT = 0.95;
/** Where half of the words are strangers it means as little: names and codes. */
const STRANGE_SHARE = 0.5;
const TINY = 1e-6;
const LETTER = /\p{L}/u;

/**
 * The first step for every message, in every language: is somebody in danger, and how? High recall before precision.
 * Runs also on what is typed inside forms and to a human.
 */
export function screenForCrisis(
  words: readonly string[],
  matcher: MatcherDanger | undefined,
  { model, lexicon, weights }: CrisisParts,
): CrisisFinding | undefined {
  const evidence = weighDanger(words, matcher, model, lexicon);
  if (!evidence) return undefined;
  const confidence = sigmoid(addUpEvidence(evidence, weights));
  const alarmAt = evidence.hasMatcher && !evidence.isStrange ? weights.alarmAt : ALARM_WITHOUT_MATCHER_AT;
  return confidence < alarmAt ? undefined : { topic: evidence.topic, confidence };
}

/** What the screen works with. */
export interface CrisisParts {
  readonly model: CrisisModel;
  readonly lexicon: CrisisLexicon;
  readonly weights: DangerWeights;
}

/** Reads a message for danger without deciding. `undefined` if it has no letters. */
export function weighDanger(
  words: readonly string[],
  matcher: MatcherDanger | undefined,
  model: CrisisModel,
  lexicon: CrisisLexicon,
): DangerEvidence | undefined {
  if (!words.some((word) => LETTER.test(word))) return undefined;
  const { probabilities, unknownShare } = model.score(words);
  const expressions = lexicon.find(words);
  const hit = expressions.length > 0 ? 1 : 0;
  const overall = odds(1 - (probabilities[0] as number));
  return {
    inputs: matcher ? [overall, odds(1 - (matcher.head[0] as number)), odds(sum(matcher.topics)), hit] : [overall, hit],
    hasMatcher: matcher !== undefined,
    topic: chooseTopic(probabilities, matcher, expressions),
    isStrange: hit === 0 && unknownShare >= STRANGE_SHARE,
  };
}

function addUpEvidence({ inputs, hasMatcher }: DangerEvidence, { weights, constant }: DangerWeights): number {
  if (hasMatcher) return inputs.reduce((total, input, i) => total + input * (weights[i] as number), constant);
  const [overall = 0, hit = 0] = inputs;
  const without = WEIGHTS_WITHOUT_MATCHER;
  return without.constant + without.model * overall + without.expression * hit;
}

function chooseTopic(
  scores: Float64Array,
  matcher: MatcherDanger | undefined,
  expressions: readonly number[],
): TopicId {
  let best = 0;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < CRISIS_TOPICS.length; i += 1) {
    const found = expressions.filter((label) => label === i).length;
    const score =
      Math.log((scores[i + 1] as number) + TINY) +
      (matcher
        ? Math.log((matcher.topics[i] as number) + TINY) + Math.log((matcher.head[i + 1] as number) + TINY)
        : 0) +
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
