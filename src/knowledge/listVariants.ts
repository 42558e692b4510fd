import type { AnswerEntry } from './contentSchemas.ts';

/** Which of an answer's texts: `base` is for Belgium or for both countries. */
export type VariantName = 'base' | 'lu' | 'both' | 'demo' | 'demo.lu';

/** One of an answer's texts. */
export interface Variant {
  readonly name: VariantName;
  readonly paragraphs: readonly string[];
}

/** All texts of one answer. */
export function listVariants(answer: AnswerEntry): Variant[] {
  const variants: Variant[] = [{ name: 'base', paragraphs: answer.paragraphs }];
  if (answer.lu) variants.push({ name: 'lu', paragraphs: answer.lu.paragraphs });
  if (answer.both) variants.push({ name: 'both', paragraphs: answer.both.paragraphs });
  if (answer.demo) variants.push({ name: 'demo', paragraphs: answer.demo.paragraphs });
  if (answer.demo?.lu) variants.push({ name: 'demo.lu', paragraphs: answer.demo.lu.paragraphs });
  return variants;
}
