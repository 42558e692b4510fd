import type { LocaleTag } from './locale.ts';
import type { TopicId } from './topic.ts';

/**
 * Optional help from a model of meaning, off unless the operator sets it up. It is asked only when the matcher is not
 * sure, and can do nothing but name topics of our list: never a word that a person reads.
 */
export interface TopicAdvisor {
  /**
   * Topics a text may be about, best first, at most three. Empty if it has no opinion, is late or out of order: it never
   * throws, and the bot then does exactly what it does without it.
   */
  advise(text: string, language: LocaleTag): Promise<readonly TopicId[]>;
}

/** What the operator chose; see `SEMANTIC_HELP` in the configuration. */
export type SemanticHelp =
  | {
      readonly kind: 'embeddings' | 'chat';
      readonly url: string;
      readonly model: string;
      readonly apiKey: string | undefined;
      readonly timeoutMs: number;
    }
  | { readonly kind: 'local-embeddings'; readonly modelDir: string; readonly timeoutMs: number };
