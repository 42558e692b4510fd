import { CRISIS_TOPICS, WELL_KNOWN_TOPICS } from '#src/domain/topic.ts';
import type { ContentProblem } from '../contentProblem.ts';
import type { AnswerEntry, ContactEntry } from '../contentSchemas.ts';
import type { Content, LanguageContent } from '../readContent.ts';
import { findPlaceholders } from '../resolveParagraph.ts';

/**
 * What the program cannot start without: every topic has an answer in every language, and every topic, fact and contact
 * that is named exists and may be shown.
 */
export function checkReferences(content: Content): ContentProblem[] {
  return [...checkCatalog(content), ...content.languages.flatMap((text) => checkLanguage(text, content))];
}

function checkCatalog({ catalog, facts, contacts }: Content): ContentProblem[] {
  const problems: ContentProblem[] = [];
  const fail = (at: string, message: string): void => {
    problems.push({ severity: 'error', file: 'catalog.json', at, message });
  };
  for (const [id, topic] of Object.entries(catalog)) {
    for (const fact of topic.facts) if (!facts.has(fact)) fail(id, `fact ${fact} is not in facts.json; mend the id`);
    for (const other of topic.related) {
      if (!catalog[other]) fail(id, `the related topic ${other} does not exist; mend the id`);
      if (other === id) fail(id, 'a topic cannot be related to itself; remove it');
    }
    if (topic.scope === 'BE' && !topic.luTopic) fail(id, 'scope is BE: name in luTopic what answers Luxembourg');
    if (topic.luTopic && !catalog[topic.luTopic]) fail(id, `luTopic ${topic.luTopic} does not exist; mend the id`);
    if (topic.luTopic && catalog[topic.luTopic]?.scope === 'BE') fail(id, `luTopic ${topic.luTopic} is Belgian only`);
    if (topic.validUntil < topic.checkedOn) fail(id, 'validUntil lies before checkedOn');
  }
  for (const id of [...Object.values(WELL_KNOWN_TOPICS), ...CRISIS_TOPICS]) {
    if (!catalog[id]) fail(id, 'the program refers to this topic: it must exist');
  }
  problems.push(...checkContacts(contacts));
  return problems;
}

function checkContacts(contacts: readonly ContactEntry[]): ContentProblem[] {
  const problems: ContentProblem[] = [];
  const seen = new Set<string>();
  for (const contact of contacts) {
    const fail = (message: string): void => {
      problems.push({ severity: 'error', file: 'contacts.json', at: contact.id, message });
    };
    if (seen.has(contact.id)) fail('this id is used twice');
    seen.add(contact.id);
    if (contact.kind === 'phone' && !contact.tel) fail('a phone number needs "tel"');
    if (contact.kind === 'link' && !contact.url) fail('a link needs "url"');
  }
  return problems;
}

function checkLanguage(text: LanguageContent, content: Content): ContentProblem[] {
  const file = `${text.language.tag}/answers.json`;
  const problems: ContentProblem[] = [];
  for (const id of Object.keys(content.catalog)) {
    if (!text.answers[id])
      problems.push({ severity: 'error', file, at: id, message: 'the answer is missing; write it' });
  }
  const contacts = new Map(content.contacts.map((contact) => [contact.id, contact]));
  for (const [id, answer] of Object.entries(text.answers)) {
    if (!content.catalog[id]) {
      problems.push({ severity: 'error', file, at: id, message: 'there is no such topic in catalog.json; remove it' });
    }
    for (const contact of findContactIds(answer)) {
      const message = explainContact(contact, contacts.get(contact));
      if (message) problems.push({ severity: 'error', file, at: id, message });
    }
  }
  return problems;
}

function findContactIds(answer: AnswerEntry): string[] {
  const variants = [answer, answer.lu, answer.both, answer.demo, answer.demo?.lu];
  return variants.flatMap((variant) => variant?.paragraphs ?? []).flatMap(findPlaceholders);
}

function explainContact(id: string, contact: ContactEntry | undefined): string | undefined {
  if (!contact) return `{{${id}}} is not in contacts.json; mend the id`;
  if (contact.state === 'hold') return `{{${id}}} is on hold (nobody has called it): it may not be shown; use another`;
  return undefined;
}
