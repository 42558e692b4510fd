import type { Contact } from './contact.ts';
import type { Country } from './country.ts';
import type { LocaleTag } from './locale.ts';
import type { TopicId } from './topic.ts';

/** A piece of a paragraph: words, or a number or link that the channel makes tappable. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'contact'; readonly contact: Contact };

export type Paragraph = readonly Inline[];

/** Where the statements of an answer come from. */
export interface AnswerSource {
  /** Host name of the publisher: `fedasil.be`. */
  readonly publisher: string;
  readonly url: string;
  /** The source's own date; `null` if the page bears none. */
  readonly date: string | null;
}

/**
 * An approved answer, ready to be shown to one person: the right language, the right country, numbers filled in.
 * `degraded` tells that the topic's own text may not be shown (out of date, or not yet reviewed where the operator
 * asks for review): then `paragraphs` is the general referral sentence.
 */
export interface PresentedAnswer {
  /** The topic whose text is shown: for a person in Luxembourg it may be the `luTopic` of the topic asked for. */
  readonly topic: TopicId;
  readonly locale: LocaleTag;
  readonly title: string;
  readonly paragraphs: readonly Paragraph[];
  readonly isCrisis: boolean;
  readonly isHighRisk: boolean;
  /** Shown on every answer except smalltalk and crisis. */
  readonly source: AnswerSource | undefined;
  /** Day as `YYYY-MM-DD`. */
  readonly checkedOn: string;
  readonly isReviewed: boolean;
  readonly degraded: 'stale' | 'unreviewed' | undefined;
  readonly related: readonly TopicId[];
  /** True if Belgium and Luxembourg are answered differently and the person has not said where they are. */
  readonly dependsOnCountry: boolean;
}

/** What decides which variant of an answer a person reads. */
export interface AnswerContext {
  readonly locale: LocaleTag;
  readonly country: Country | undefined;
}
