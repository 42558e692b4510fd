import type { TopicScores } from './topics/topicModel.ts';

/** Scores of several languages' models for one text, weighed by how probable each language is. */
export function mixScores(parts: readonly { readonly weight: number; readonly scores: TopicScores }[]): TopicScores {
  const [only] = parts;
  if (only && parts.length === 1) return only.scores;
  const size = only?.scores.probabilities.length ?? 0;
  const probabilities = new Float64Array(size);
  const similarity = new Float64Array(size);
  const danger = new Float64Array(only?.scores.danger.length ?? 0);
  for (const { weight, scores } of parts) {
    for (let c = 0; c < danger.length; c += 1)
      danger[c] = (danger[c] as number) + weight * (scores.danger[c] as number);
    for (let c = 0; c < size; c += 1) {
      probabilities[c] = (probabilities[c] as number) + weight * (scores.probabilities[c] as number);
      similarity[c] = Math.max(similarity[c] as number, scores.similarity[c] as number);
    }
  }
  return {
    probabilities,
    similarity,
    danger,
    unknownShare: Math.min(...parts.map(({ scores }) => scores.unknownShare)),
    wordCount: only?.scores.wordCount ?? 0,
  };
}
