import type { KnowledgeBase } from '#src/domain/answering.ts';
import { type Clock, isoDay } from '#src/domain/clock.ts';
import type { Contact } from '#src/domain/contact.ts';
import type { LocaleTag } from '#src/domain/locale.ts';
import type { Topic, TopicId } from '#src/domain/topic.ts';
import { checkReferences } from './checks/checkReferences.ts';
import { ContentError } from './contentProblem.ts';
import type { CatalogEntry, ContactEntry, Fact } from './contentSchemas.ts';
import { hashAnswer } from './hashAnswer.ts';
import { presentAnswer } from './presentAnswer.ts';
import { type Content, type LanguageContent, readContent } from './readContent.ts';

export interface KnowledgeOptions {
  readonly localesDir: string;
  readonly clock: Clock;
  /** False in the demonstration: nobody of IOM reads requests, and answers say so. */
  readonly operated: boolean;
  /** False: a high-risk answer nobody has reviewed gives way to the referral sentence. */
  readonly showDraftHighRisk: boolean;
}

/**
 * Reads, checks and joins the content of `locales/`.
 * @throws {ContentError} if anything is missing or names something that does not exist; the message tells what to do.
 */
export function loadKnowledge(options: KnowledgeOptions): KnowledgeBase {
  const { content, problems } = readContent(options.localesDir);
  const errors = [...problems, ...checkReferences(content)].filter((problem) => problem.severity === 'error');
  if (errors.length > 0) throw new ContentError(errors);
  return createKnowledgeBase(content, options);
}

function createKnowledgeBase(content: Content, options: KnowledgeOptions): KnowledgeBase {
  const topics = Object.entries(content.catalog).map(([id, entry]) => toTopic(id, entry));
  const byId = new Map<string, Topic>(topics.map((topic) => [topic.id, topic]));
  const contacts = content.contacts.filter((contact) => contact.state === 'show').map(toContact);
  const contactById = new Map(contacts.map((contact) => [contact.id, contact]));
  const emergencyIds = new Set(content.contacts.filter((contact) => contact.emergency).map((contact) => contact.id));
  const texts = new Map<LocaleTag, LanguageContent>(content.languages.map((text) => [text.language.tag, text]));
  const reviewed = new Map(content.languages.map((text) => [text.language.tag, findReviewed(text)]));

  const findTopic = (id: string): Topic => {
    const topic = byId.get(id);
    if (!topic) throw new Error(`There is no such topic: ${id}`);
    return topic;
  };
  const textOf = (locale: LocaleTag): LanguageContent => {
    const text = texts.get(locale);
    if (!text) throw new Error(`This language is not offered: ${locale}`);
    return text;
  };

  return {
    languages: content.languages.map((text) => text.language),
    topics,
    topic: findTopic,
    findTopic: (id) => byId.get(id),
    topicsOf: (group) => topics.filter((topic) => topic.group === group),
    title: (id, locale) => textOf(locale).answers[findTopic(id).id]?.title ?? id,
    neighbourText: (neighbour, locale) => textOf(locale).neighbours[neighbour]?.text ?? '',
    contacts,
    contact: (id) => contactById.get(id),
    emergencyContacts: (country) =>
      contacts.filter(
        (contact) =>
          emergencyIds.has(contact.id) &&
          (country === undefined || contact.country === 'both' || contact.country === country),
      ),
    present: (id, { locale, country }) =>
      presentAnswer({
        topic: findTopic(id),
        text: textOf(locale),
        locale,
        country,
        today: isoDay(options.clock.now()),
        isOperated: options.operated,
        showDraftHighRisk: options.showDraftHighRisk,
        findTopic,
        isReviewed: (topic) => reviewed.get(locale)?.has(topic.id) ?? false,
        findContact: (contactId) => contactById.get(contactId),
        factsOf: (topic) => topic.facts.map((fact) => content.facts.get(fact) as Fact),
      }),
  };
}

function findReviewed({ answers, reviews }: LanguageContent): ReadonlySet<string> {
  return new Set(
    Object.entries(reviews)
      .filter(([topic, review]) => answers[topic] !== undefined && hashAnswer(answers[topic]) === review.textHash)
      .map(([topic]) => topic),
  );
}

function toTopic(id: string, entry: CatalogEntry): Topic {
  return {
    ...entry,
    id: id as TopicId,
    luTopic: entry.luTopic as TopicId | undefined,
    related: entry.related as TopicId[],
  };
}

function toContact(entry: ContactEntry): Contact {
  const href = entry.kind === 'phone' ? `tel:${entry.tel ?? entry.value.replaceAll(/[^\d+]/g, '')}` : entry.url;
  return {
    id: entry.id,
    kind: entry.kind,
    value: entry.value,
    href,
    country: entry.country,
    state: entry.state,
    verifiedOn: entry.verifiedOn,
    source: entry.source,
    languages: entry.languages,
  };
}
