import type { Reply } from '#src/domain/reply.ts';
import { isCrisisTopic, type TopicId, WELL_KNOWN_TOPICS } from '#src/domain/topic.ts';
import type { TrainingTopic } from '#src/domain/trainingContent.ts';

/** A topic that may be meant. */
export interface Candidate {
  readonly topic: TrainingTopic;
  /** Share of the matcher's belief, 0–1; not calibrated. */
  readonly share: number;
}

/** What is known when the decision is taken. */
export interface Evidence {
  /** Best first; at most eight. */
  readonly candidates: readonly Candidate[];
  /** P(the first candidate is right). */
  readonly first: number;
  /** P(the right topic is among the first three). */
  readonly three: number;
  readonly wordCount: number;
}

/**
 * When to answer at once, when to ask back. Chosen on the curve that `npm run evaluate` measures (see
 * docs/decisions/0004-matching.md): few wrong answers first, then few questions back.
 */
export const THRESHOLDS = {
  answerLowRisk: 0.84,
  answerHighRisk: 0.86,
  /** A single word says little: answer only if it could hardly mean anything else. */
  answerOneWord: 0.88,
  offer: 0.3,
  /** Between two high-risk topics this close (second share / first share) the person is asked. */
  closeHighRisk: 0.5,
};
export type Thresholds = typeof THRESHOLDS;

const MAX_SUGGESTIONS = 3;

/** Answer, ask back with up to three topics, or say that it was not understood. */
export function decideReply(
  { candidates, first, three, wordCount }: Evidence,
  thresholds: Thresholds = THRESHOLDS,
): Reply {
  const [best, second] = candidates;
  if (!best) return { kind: 'notUnderstood' };
  const isClose =
    second !== undefined &&
    best.topic.risk === 'high' &&
    second.topic.risk === 'high' &&
    second.share > thresholds.closeHighRisk * best.share;
  if (first >= findThreshold(best.topic, wordCount, thresholds) && !isClose) return toReply(best.topic, first);
  const topics = listSuggestions(candidates);
  if (three < thresholds.offer || topics.length === 0) return { kind: 'notUnderstood' };
  return {
    kind: 'suggested',
    topics,
    confidence: Math.max(first, three),
  };
}

/** “Do you think of dying?” frightens people who asked about a visa: offered only if it is a real possibility. */
const MIN_CRISIS_SHARE = 0.1;

/**
 * Up to three topics that could help, best first. One kind of danger is enough to offer, small talk helps only if it
 * is the best guess, and “outside my subject” helps nobody.
 */
export function listSuggestions(candidates: readonly Candidate[]): TopicId[] {
  const suggestions: TopicId[] = [];
  for (const [place, { topic, share }] of candidates.entries()) {
    if (topic.id === WELL_KNOWN_TOPICS.offTopic || (topic.group === 'smalltalk' && place > 0)) continue;
    if (isCrisisTopic(topic.id) && (share < MIN_CRISIS_SHARE || suggestions.some(isCrisisTopic))) continue;
    suggestions.push(topic.id);
    if (suggestions.length === MAX_SUGGESTIONS) break;
  }
  return suggestions;
}

function findThreshold(topic: TrainingTopic, wordCount: number, thresholds: Thresholds): number {
  const byRisk = topic.risk === 'high' ? thresholds.answerHighRisk : thresholds.answerLowRisk;
  return wordCount <= 1 ? Math.max(byRisk, thresholds.answerOneWord) : byRisk;
}

/** The kind of reply a topic is given. Crisis topics found here were not alarming enough for the screen: still a card. */
function toReply(topic: TrainingTopic, confidence: number): Reply {
  if (isCrisisTopic(topic.id)) return { kind: 'crisis', topic: topic.id, confidence };
  if (topic.id === WELL_KNOWN_TOPICS.askHuman) {
    return { kind: 'handoffOffered', topic: topic.id, reason: 'askedForPerson', confidence };
  }
  return { kind: topic.group === 'smalltalk' ? 'smalltalk' : 'answered', topic: topic.id, confidence };
}
