import type { LocaleTag } from '#src/domain/locale.ts';
import type { TrainingContent } from '#src/domain/trainingContent.ts';
import type { AnsweringParts } from './readMessage.ts';
import { foldText, splitWords } from './text/foldText.ts';
import { listExamples } from './training/trainingJob.ts';

const SHOWN = 2;

/**
 * The phrases that pulled a message towards a topic: those of the topic that resemble it most, best first. For the people
 * who look after the phrases. Empty for a language without a matcher.
 */
export function explainTopic(
  text: string,
  language: LocaleTag,
  topic: string,
  parts: Pick<AnsweringParts, 'languages'>,
  content: TrainingContent,
): string[] {
  const matcher = parts.languages.find(({ tag }) => tag === language);
  const phrases = content.languages.find(({ tag }) => tag === language);
  if (!matcher || !phrases) return [];
  const examples = listExamples(phrases);
  return matcher.model
    .findNearestPhrases(splitWords(foldText(text)), topic, SHOWN)
    .map((number) => examples[number]?.text ?? '');
}
