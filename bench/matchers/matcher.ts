/** A matcher of one language, as the comparison asks it. */
export interface Matcher {
  /** Topics for a text, best first, with the matcher's own score (0–1). */
  rank(text: string): Promise<readonly RankedTopic[]>;
}

export interface RankedTopic {
  readonly topic: string;
  readonly score: number;
}

/** Phrases by topic. */
export type Phrases = Readonly<Record<string, readonly string[]>>;
