import type { Country } from '#src/domain/country.ts';
import type { TrainingTopic } from '#src/domain/trainingContent.ts';
import { foldText } from './text/foldText.ts';
import type { TopicScores } from './topics/topicModel.ts';

/** Shorter names must stand alone; longer ones may be part of a word (Arabic writes “in” together with it). */
const MIN_PART_LENGTH = 5;
const NAMED_BOOST = 4;
const LIVES_THERE_BOOST = 2;
const UNNAMED_SHARE = 0.5;

/** Sees whether a message speaks of Luxembourg: what is country-specific goes before what is general. */
export class PlaceCue {
  readonly #whole: ReadonlySet<string>;
  readonly #parts: readonly string[];

  constructor(names: readonly string[]) {
    const folded = names.map(foldText);
    this.#whole = new Set(folded);
    this.#parts = folded.filter((name) => name.length >= MIN_PART_LENGTH);
  }

  /** The scores with the topics about Luxembourg raised if the message names it, lowered if nothing points to it. */
  apply(
    scores: TopicScores,
    words: readonly string[],
    topics: readonly TrainingTopic[],
    country: Country | undefined,
  ): TopicScores {
    const unnamed = country === 'LU' ? LIVES_THERE_BOOST : UNNAMED_SHARE;
    const factor = this.#isNamedIn(words) ? NAMED_BOOST : unnamed;
    const weighted = scores.probabilities.map((p, label) => (topics[label]?.scope === 'LU' ? p * factor : p));
    const sum = weighted.reduce((total, p) => total + p, 0) || 1;
    return { ...scores, probabilities: weighted.map((p) => p / sum) };
  }

  #isNamedIn(words: readonly string[]): boolean {
    return words.some((word) => this.#whole.has(word) || this.#parts.some((name) => word.includes(name)));
  }
}
