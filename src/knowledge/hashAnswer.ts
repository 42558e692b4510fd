import { createHash } from 'node:crypto';
import type { AnswerEntry } from './contentSchemas.ts';

/**
 * Fingerprint of everything a person may read of one topic: title and all variants. A review names it, so that any
 * change of the text makes the topic a draft again.
 */
export function hashAnswer(answer: AnswerEntry): string {
  const text = JSON.stringify([
    answer.title,
    answer.paragraphs,
    answer.lu?.paragraphs ?? null,
    answer.both?.paragraphs ?? null,
    answer.demo?.paragraphs ?? null,
    answer.demo?.lu?.paragraphs ?? null,
  ]);
  return createHash('sha256').update(text.normalize('NFC')).digest('hex').slice(0, 16);
}
