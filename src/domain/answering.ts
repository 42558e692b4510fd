import type { AnswerContext, PresentedAnswer } from './answer.ts';
import type { Contact } from './contact.ts';
import type { Country } from './country.ts';
import type { LocaleTag, OfferedLanguage } from './locale.ts';
import type { Neighbour } from './neighbour.ts';
import type { Reply } from './reply.ts';
import type { Topic, TopicGroup, TopicId } from './topic.ts';

/** The text of one incoming message with what the conversation already knows. */
export interface Utterance {
  /** As typed. The answering cuts it at 2,000 code points and normalises it. */
  readonly text: string;
  /** The language of the conversation so far, and how sure we are of it. Absent for a first message. */
  readonly language?: { readonly tag: LocaleTag; readonly origin: 'chosen' | 'browser' | 'detected' };
  readonly country?: Country;
  /** The topic answered last, for follow-up questions. */
  readonly previousTopic?: TopicId;
}

/** Which language to answer in. */
export type LanguageDecision =
  | { readonly kind: 'stay' }
  /** The person plainly writes another offered language: answer in it. */
  | { readonly kind: 'switch'; readonly to: LocaleTag }
  /** Perhaps another language: answer as before and offer the switch as a button. */
  | { readonly kind: 'offer'; readonly to: LocaleTag }
  /** A language we do not speak: show the languages by their own names, the numbers, and a call-back. */
  | { readonly kind: 'unsupported' };

/** The whole decision the bot takes for one message. */
export interface Interpretation {
  /** The language the utterance is written in: an offered tag, or `other`. */
  readonly language: LocaleTag | 'other';
  readonly languageDecision: LanguageDecision;
  readonly reply: Reply;
}

/** Turns one utterance into one decision. Pure and quick (well under a millisecond); no input or output. */
export interface Answerer {
  interpret(utterance: Utterance): Interpretation;
  /** Only the crisis screen: the crisis topic of a text typed inside a form or to a human, or `undefined`. */
  screenForCrisis(text: string): { readonly topic: TopicId; readonly confidence: number } | undefined;
}

/** The checked content of `locales/`: catalogue, answers, contacts. Loaded and validated once at start. */
export interface KnowledgeBase {
  readonly languages: readonly OfferedLanguage[];
  /** Every topic, in catalogue order. */
  readonly topics: readonly Topic[];
  /** @throws {Error} if there is no such topic: ids from outside go through `findTopic`. */
  topic(id: TopicId): Topic;
  findTopic(id: string): Topic | undefined;
  topicsOf(group: TopicGroup): readonly Topic[];
  /** The topic as a question in the person's words, for buttons and “You asked about …”. */
  title(id: TopicId, locale: LocaleTag): string;
  /** Says that a near subject is outside ours, and where to ask. */
  neighbourText(neighbour: Neighbour, locale: LocaleTag): string;
  /** The answer a person may read now, with freshness, review state and country already applied. */
  present(id: TopicId, context: AnswerContext): PresentedAnswer;
  /** Every contact that may be shown. */
  readonly contacts: readonly Contact[];
  /** A contact that may be shown, or `undefined` if it is unknown or on hold. */
  contact(id: string): Contact | undefined;
  /** Emergency and help numbers for a country (both, if unknown), most urgent first. */
  emergencyContacts(country: Country | undefined): readonly Contact[];
}
