import { isCrisisTopic, type TopicId } from '#src/domain/topic.ts';
import type { ContentProblem } from '../contentProblem.ts';
import type { AnswerEntry, CatalogEntry } from '../contentSchemas.ts';
import { listVariants, type Variant } from '../listVariants.ts';
import { countWords, findMedian, splitSentences } from '../measureText.ts';
import type { Content, LanguageContent } from '../readContent.ts';
import { findPlaceholders } from '../resolveParagraph.ts';

const MAX_TITLE = 45;
const MAX_SENTENCE = 25;
const MAX_MEDIAN_SENTENCE = 12;
const MAX_CRISIS = 60;
const LENGTHS = { long: [60, 120], short: [15, 60] } as const;
const SHORT_GROUPS = new Set(['smalltalk', 'about-this-bot', 'contact']);
/** Facts that hold only where IOM staff read requests: such an answer needs a text for the demonstration. */
const OPERATED_ONLY = ['P02', 'P08'];

/** How answers are built: length, sentences, titles, and the variants a topic must have. */
export function checkAnswers(text: LanguageContent, content: Content): ContentProblem[] {
  const file = `${text.language.tag}/answers.json`;
  const problems: ContentProblem[] = [];
  const titles = new Map<string, string>();
  for (const [id, answer] of Object.entries(text.answers)) {
    const topic = content.catalog[id];
    if (!topic) continue;
    const fail = (message: string): void => {
      problems.push({ severity: 'error', file, at: id, message });
    };
    const twin = titles.get(answer.title);
    if (twin !== undefined) fail(`the title is the same as that of ${twin}; titles must differ`);
    titles.set(answer.title, id);
    if ([...answer.title].length > MAX_TITLE) {
      fail(`the title has ${[...answer.title].length} characters; it may have ${MAX_TITLE}`);
    }
    for (const message of [...findMissingVariants(id, answer, topic), ...checkLuxembourg(answer, topic, content)])
      fail(message);
    for (const variant of listVariants(answer)) {
      for (const message of checkVariant(id, variant, topic, content)) fail(`${variant.name}: ${message}`);
    }
  }
  return problems;
}

function findMissingVariants(id: string, answer: AnswerEntry, topic: CatalogEntry): string[] {
  const missing: string[] = [];
  const isCrisis = isCrisisTopic(id as TopicId);
  if ((topic.luFallback || isCrisis) && !answer.lu)
    missing.push('the variant “lu” is missing: what holds in Luxembourg');
  if (isCrisis && !answer.both) missing.push('the variant “both” is missing: the country is unknown');
  const isOperatedOnly = topic.facts.some((fact) => OPERATED_ONLY.includes(fact));
  if (isOperatedOnly && !answer.demo) missing.push('the variant “demo” is missing: in a demonstration nobody answers');
  if (answer.demo && answer.lu && !answer.demo.lu) missing.push('the variant “demo.lu” is missing');
  return missing;
}

function checkLuxembourg(answer: AnswerEntry, topic: CatalogEntry, { contacts }: Content): string[] {
  const countryOf = new Map(contacts.map((contact) => [contact.id, contact.country]));
  return listVariants(answer).flatMap(({ name, paragraphs }) => {
    const isForLuxembourg = name === 'lu' || name === 'demo.lu' || (name === 'base' && topic.scope === 'LU');
    const isForBelgium = topic.scope === 'BE' && (name === 'base' || name === 'demo');
    return paragraphs.flatMap(findPlaceholders).flatMap((id) => {
      if (isForLuxembourg && countryOf.get(id) === 'BE')
        return [`${name}: {{${id}}} is Belgian; this text is for Luxembourg`];
      if (isForBelgium && countryOf.get(id) === 'LU')
        return [`${name}: {{${id}}} is in Luxembourg; this text is for Belgium`];
      return [];
    });
  });
}

function checkVariant(id: string, { paragraphs }: Variant, topic: CatalogEntry, content: Content): string[] {
  const problems: string[] = [];
  const words = paragraphs.reduce((sum, paragraph) => sum + countWords(paragraph), 0);
  const sentences = paragraphs.flatMap(splitSentences);
  const lengths = sentences.map(countWords);
  for (const [i, length] of lengths.entries()) {
    if (length > MAX_SENTENCE)
      problems.push(`a sentence has ${length} words (at most ${MAX_SENTENCE}): “${sentences[i]}”`);
  }
  const median = findMedian(lengths);
  if (median > MAX_MEDIAN_SENTENCE)
    problems.push(`half of the sentences have ${median} words or more (at most ${MAX_MEDIAN_SENTENCE})`);
  if (isCrisisTopic(id as TopicId)) {
    if (words > MAX_CRISIS) problems.push(`${words} words; a crisis answer may have ${MAX_CRISIS}`);
    if (!namesNumber(sentences[0] ?? '', content)) problems.push('the first sentence must hold the number to call');
    if (/[?؟]/.test(paragraphs.join(' '))) problems.push('a crisis answer asks no question');
    return problems;
  }
  const [least, most] = SHORT_GROUPS.has(topic.group) ? LENGTHS.short : LENGTHS.long;
  if (words < least || words > most) problems.push(`${words} words; this topic needs ${least} to ${most}`);
  return problems;
}

function namesNumber(sentence: string, { contacts }: Content): boolean {
  const phones = new Set(contacts.filter(({ kind }) => kind === 'phone').map(({ id }) => id));
  return findPlaceholders(sentence).some((id) => phones.has(id));
}
