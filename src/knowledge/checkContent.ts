import { checkAnswers } from './checks/checkAnswers.ts';
import { checkFreshness } from './checks/checkFreshness.ts';
import { checkPhrases } from './checks/checkPhrases.ts';
import { checkReferences } from './checks/checkReferences.ts';
import { checkTexts } from './checks/checkTexts.ts';
import { checkWording } from './checks/checkWording.ts';
import type { ContentProblem } from './contentProblem.ts';
import { readContent } from './readContent.ts';

/**
 * Checks all of `locales/`: what the program needs, and what the rules for writers ask.
 *
 * @param questions - Development questions, which may not stand among the phrases.
 * @param now - Epoch milliseconds, for what has grown old.
 */
export function checkContent(localesDir: string, questions: readonly string[], now: number): ContentProblem[] {
  const { content, problems } = readContent(localesDir);
  return [
    ...problems,
    ...checkReferences(content),
    ...content.languages.flatMap((text) => [
      ...checkAnswers(text, content),
      ...checkWording(text),
      ...checkPhrases(text, content, questions),
    ]),
    ...checkTexts(localesDir, content),
    ...checkFreshness(content, now),
  ];
}
