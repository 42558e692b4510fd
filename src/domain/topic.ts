import type { Brand } from './brand.ts';
import type { Country } from './country.ts';

/** Stable kebab-case id of one FAQ topic, e.g. `apply-how`. */
export type TopicId = Brand<string, 'TopicId'>;

export type Risk = 'low' | 'high';

/** The groups of the topic menu, in the order in which the menu shows them. */
export const TOPIC_GROUPS = [
  'avr-basics',
  'applying',
  'eligibility',
  'documents',
  'travel',
  'money',
  'reintegration',
  'after-return',
  'family-children',
  'health',
  'legal-status',
  'privacy-trust',
  'safety',
  'luxembourg',
  'about-iom',
  'contact',
  'about-this-bot',
  'smalltalk',
] as const;
export type TopicGroup = (typeof TOPIC_GROUPS)[number];

/** What a contact request is about: the topic somebody asked about, or only the group they chose. */
export type Subject = TopicId | TopicGroup;

/** What the catalogue knows of a topic, the same in every language. */
export interface Topic {
  readonly id: TopicId;
  readonly group: TopicGroup;
  /** 1 = day one, in every language. */
  readonly priority: 1 | 2 | 3;
  readonly risk: Risk;
  readonly scope: Country | 'both';
  /** Belgian facts only: a person in Luxembourg gets the `lu` variant. */
  readonly luFallback: boolean;
  /** For a topic of scope `BE`: the topic that answers a person in Luxembourg instead. */
  readonly luTopic: TopicId | undefined;
  readonly facts: readonly string[];
  /** Days as `YYYY-MM-DD`. */
  readonly checkedOn: string;
  readonly validUntil: string;
  readonly related: readonly TopicId[];
}

/** The topics that mean danger. They win over everything else, in every language (rule R10). */
export const CRISIS_TOPICS = [
  'safety-emergency',
  'safety-suicide',
  'safety-violence',
  'safety-trafficking',
  'safety-child',
] as unknown as readonly TopicId[];

/** True for a topic that is answered with a crisis card. */
export function isCrisisTopic(id: TopicId): boolean {
  return CRISIS_TOPICS.includes(id);
}

/** Topics the program itself refers to. A content check proves that each exists. */
export const WELL_KNOWN_TOPICS = {
  askHuman: 'contact-ask-human' as TopicId,
  offTopic: 'chat-off-topic' as TopicId,
  greeting: 'chat-greeting' as TopicId,
  whatCanYouDo: 'bot-what-can-you-do' as TopicId,
  iomWhatIs: 'iom-what-is' as TopicId,
  iomMission: 'iom-mission-principles' as TopicId,
  avrWhatIs: 'avr-what-is' as TopicId,
  applyHow: 'apply-how' as TopicId,
  storyMahmood: 'after-story-mahmood' as TopicId,
  childUnaccompanied: 'child-unaccompanied' as TopicId,
  emergency: 'safety-emergency' as TopicId,
  childInDanger: 'safety-child' as TopicId,
  luContact: 'lu-contact' as TopicId,
  myData: 'privacy-my-data' as TopicId,
} as const;
