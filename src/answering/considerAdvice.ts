import type { Answerer, Interpretation, Utterance } from '#src/domain/answering.ts';
import { isCrisisTopic, type TopicId, WELL_KNOWN_TOPICS } from '#src/domain/topic.ts';
import type { TopicAdvisor } from '#src/domain/topicAdvisor.ts';

/** Decides as the bot does for a message in free chat: the answerer alone, or with an advisor where it is not sure. */
export type Consider = (utterance: Utterance) => Promise<Interpretation>;

const MAX_SUGGESTIONS = 3;

/**
 * Joins the answerer with an advisor, if there is one. Advice never answers by itself and never raises or ends an alarm:
 * it only changes which topics are offered, and offers some where there were none. What it would take to let it answer
 * is a measurement with a real model, and nobody has made one.
 */
export function createConsider(answerer: Answerer, advisor: TopicAdvisor | undefined): Consider {
  return async (utterance) => {
    const decided = answerer.interpret(utterance);
    const { reply, language, languageDecision } = decided;
    if (!advisor || languageDecision.kind === 'unsupported' || language === 'other') return decided;
    if (reply.kind !== 'suggested' && reply.kind !== 'notUnderstood') return decided;
    const advice = await advisor.advise(utterance.text, language);
    const topics = joinRankings(reply.kind === 'suggested' ? reply.topics : [], advice.filter(isWorthOffering));
    if (topics.length === 0) return decided;
    // Without a measurement nobody knows how far to trust advice alone.
    const confidence = reply.kind === 'suggested' ? reply.confidence : 0;
    return { ...decided, reply: { kind: 'suggested', topics, confidence } };
  };
}

/** “Outside my subject” helps nobody as an offer. */
function isWorthOffering(topic: TopicId): boolean {
  return topic !== WELL_KNOWN_TOPICS.offTopic;
}

/** Reciprocal rank fusion of two short rankings; at most one kind of danger among the three. */
function joinRankings(own: readonly TopicId[], advice: readonly TopicId[]): TopicId[] {
  const scores = new Map<TopicId, number>();
  for (const ranking of [own, advice]) {
    for (const [place, topic] of ranking.entries()) scores.set(topic, (scores.get(topic) ?? 0) + 1 / (place + 1));
  }
  const kept: TopicId[] = [];
  for (const [topic] of [...scores].sort((a, b) => b[1] - a[1])) {
    if (isCrisisTopic(topic) && kept.some(isCrisisTopic)) continue;
    kept.push(topic);
    if (kept.length === MAX_SUGGESTIONS) break;
  }
  return kept;
}
