import { createHash } from 'node:crypto';
import type { TrainingContent, TrainingLanguage } from '#src/domain/trainingContent.ts';

/** Raise this when features, training or the stored format change: all models are then trained again. */
const METHOD = 12;

/** Fingerprint of what the matcher of one language is trained on. */
export function hashLanguage(
  { tag, script, phrases, neighbours, harmless, crisisWords }: TrainingLanguage,
  labels: readonly string[],
): string {
  return fingerprint([
    METHOD,
    tag,
    script,
    labels,
    labels.map((label) => phrases[label] ?? []),
    neighbours,
    harmless,
    crisisWords,
  ]);
}

/** Fingerprint of what the models over all languages are trained on. */
export function hashSharedContent(content: TrainingContent): string {
  const labels = content.topics.map(({ id }) => id);
  return fingerprint([METHOD, content.languages.map((language) => hashLanguage(language, labels))]);
}

function fingerprint(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}
