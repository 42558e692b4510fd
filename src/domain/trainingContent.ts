import type { Country } from './country.ts';
import type { LocaleTag } from './locale.ts';
import type { Neighbour } from './neighbour.ts';
import type { Risk, TopicGroup, TopicId } from './topic.ts';

/** What the answering needs to know of a topic. */
export interface TrainingTopic {
  readonly id: TopicId;
  readonly group: TopicGroup;
  readonly risk: Risk;
  readonly scope: Country | 'both';
  readonly related: readonly TopicId[];
}

/** How people write in one language. Plain data, so that it can be sent to a worker thread. */
export interface TrainingLanguage {
  readonly tag: LocaleTag;
  /** ISO 15924 code of the language's own script. */
  readonly script: string;
  /** Topic id → how people ask for it, the topic's title included. */
  readonly phrases: Readonly<Record<string, readonly string[]>>;
  /** How people ask for near subjects outside ours. They stand among the phrases of `chat-off-topic` too. */
  readonly neighbours: Readonly<Partial<Record<Neighbour, readonly string[]>>>;
  /** Crisis topic id → expressions that always mean it. */
  readonly crisisWords: Readonly<Record<string, readonly string[]>>;
  /** Messages that sound like danger and are none: they teach the crisis screen alone, no topic. */
  readonly harmless: readonly string[];
}

/** Everything the answering learns from. The same content always gives the same models. */
export interface TrainingContent {
  /** In catalogue order. */
  readonly topics: readonly TrainingTopic[];
  readonly languages: readonly TrainingLanguage[];
  /** Names that tell which country a person speaks of, as one writes them in any language. */
  readonly placeNames: { readonly LU?: readonly string[] | undefined };
}
