import { baseOf } from '#src/domain/locale.ts';
import { isCrisisTopic, type TopicId } from '#src/domain/topic.ts';
import type { ContentProblem } from '../contentProblem.ts';
import { normaliseForComparison } from '../measureText.ts';
import type { Content, LanguageContent } from '../readContent.ts';

const MIN_PHRASES = 20;

/**
 * How people ask: enough phrases for every topic, none twice, and none of the development questions, which measure the
 * understanding and would measure nothing if they were learnt.
 *
 * @param questions - Development questions of all languages, as they stand in their files.
 */
export function checkPhrases(
  text: LanguageContent,
  { catalog }: Content,
  questions: readonly string[],
): ContentProblem[] {
  if (baseOf(text.language.tag) !== undefined) return [];
  const file = `${text.language.tag}/phrases.json`;
  const problems: ContentProblem[] = [];
  const fail = (at: string, message: string): void => {
    problems.push({ severity: 'error', file, at, message });
  };
  const measuring = new Set(questions.map(normaliseForComparison));
  const seen = new Map<string, string>();
  for (const id of Object.keys(catalog)) {
    const count = text.phrases[id]?.length ?? 0;
    if (count < MIN_PHRASES) fail(id, `${count} phrases; write at least ${MIN_PHRASES} differently worded ones`);
  }
  for (const [id, phrases] of Object.entries(text.phrases)) {
    if (!catalog[id]) fail(id, 'there is no such topic in catalog.json; remove it');
    for (const phrase of phrases) {
      const plain = normaliseForComparison(phrase);
      const other = seen.get(plain);
      if (plain === '') fail(id, `“${phrase}” holds no word; remove it`);
      else if (other === id) fail(id, `“${phrase}” stands here twice; remove one`);
      else if (other !== undefined) fail(id, `“${phrase}” stands also under ${other}; decide for one`);
      if (measuring.has(plain)) fail(id, `“${phrase}” is a development question; remove it, it only measures`);
      seen.set(plain, id);
    }
  }
  for (const [id, { phrases }] of Object.entries(text.neighbours)) {
    const where = `${text.language.tag}/neighbours.json`;
    if (phrases.length < MIN_PHRASES) {
      const message = `${phrases.length} phrases; write at least ${MIN_PHRASES} differently worded ones`;
      problems.push({ severity: 'error', file: where, at: id, message });
    }
    for (const phrase of phrases) {
      const plain = normaliseForComparison(phrase);
      const other = seen.get(plain);
      if (other !== undefined) {
        problems.push({ severity: 'error', file: where, at: id, message: `“${phrase}” stands also under ${other}` });
      }
      if (measuring.has(plain)) {
        const message = `“${phrase}” is a development question; remove it, it only measures`;
        problems.push({ severity: 'error', file: where, at: id, message });
      }
      seen.set(plain, `neighbours.${id}`);
    }
  }
  for (const message of text.harmless) {
    const topic = seen.get(normaliseForComparison(message));
    if (topic === undefined || !isCrisisTopic(topic as TopicId)) continue;
    problems.push({
      severity: 'error',
      file: `${text.language.tag}/harmless.json`,
      message: `“${message}” stands also under ${topic}; decide for one`,
    });
  }
  for (const id of Object.keys(text.crisisWords)) {
    if (isCrisisTopic(id as TopicId)) continue;
    problems.push({
      severity: 'error',
      file: `${text.language.tag}/crisis.json`,
      at: id,
      message: 'this is no crisis topic; remove it',
    });
  }
  return problems;
}
