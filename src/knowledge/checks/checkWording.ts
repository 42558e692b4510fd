import { toWesternDigits } from '#src/domain/unicodeDigits.ts';
import type { ContentProblem } from '../contentProblem.ts';
import { listVariants } from '../listVariants.ts';
import { normaliseForComparison } from '../measureText.ts';
import type { LanguageContent } from '../readContent.ts';

/** Long numbers that are no phone number or amount: years, and the 175 member states of IOM (fact F003). */
const HARMLESS_NUMBER = /^(?:19|20)\d\d$|^175$/;
const LONG_NUMBER = /\p{Nd}(?:[\p{Nd}\s./()-]*\p{Nd})?/gu;
const ADDRESS = /https?:|www\.|\S+@\S+|\b[a-z0-9-]+\.(?:be|lu|com|org|int|eu)\b/i;

/**
 * What may never stand in an answer: phone numbers, addresses and amounts (rules R01, R04), and the promises and nudges
 * that `locales/<lang>/wording.json` lists (rules R02, R03, R06, R09).
 */
export function checkWording({ language, answers, wording }: LanguageContent): ContentProblem[] {
  const file = `${language.tag}/answers.json`;
  const currencies = wording.currencies.map(normaliseForComparison);
  return Object.entries(answers).flatMap(([id, answer]) =>
    [{ name: 'title', paragraphs: [answer.title] }, ...listVariants(answer)].flatMap(({ name, paragraphs }) =>
      paragraphs.flatMap((paragraph) =>
        findForbidden(paragraph, wording.forbidden, currencies).map(
          (message): ContentProblem => ({ severity: 'error', file, at: id, message: `${name}: ${message}` }),
        ),
      ),
    ),
  );
}

function findForbidden(paragraph: string, forbidden: readonly string[], currencies: readonly string[]): string[] {
  const text = paragraph.replaceAll(/\{\{[^}]*\}\}/g, ' … ');
  const problems: string[] = [];
  for (const [number] of text.matchAll(LONG_NUMBER)) {
    const digits = number.replaceAll(/\P{Nd}/gu, '');
    if (digits.length >= 3 && !HARMLESS_NUMBER.test(toWesternDigits(number.trim()))) {
      problems.push(`“${number}” looks like a phone number or an amount; use a placeholder or leave it out`);
    }
  }
  if (ADDRESS.test(text)) problems.push('an address stands in the text; use a placeholder of contacts.json');
  if (/[€$£]/.test(text)) problems.push('a currency sign stands in the text; amounts are never named (rule R01)');
  const words = normaliseForComparison(text).split(' ');
  for (const [i, word] of words.entries()) {
    if (!currencies.includes(word)) continue;
    const near = [words[i - 1], words[i + 1]].some((other) => /^\p{Nd}+$/u.test(other ?? ''));
    if (near) problems.push(`a number stands beside “${word}”; amounts are never named (rule R01)`);
  }
  const plain = ` ${words.join(' ')} `;
  for (const phrase of forbidden) {
    if (plain.includes(` ${normaliseForComparison(phrase)} `))
      problems.push(`“${phrase}” promises or pushes; say it neutrally`);
  }
  return problems;
}
