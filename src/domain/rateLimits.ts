/** What is limited (M-09). Numbers and what happens when a limiter is full: `src/http/limits.ts`. */
export type LimitName =
  /** Messages of one conversation. */
  | 'conversationMessages'
  /** Calls with one token that are no messages: reconnect, refresh, polling. */
  | 'tokenCalls'
  /** Messages from one client network. */
  | 'networkTurns'
  /** New chats from one client network. */
  | 'networkNewChats'
  /** Sign-in attempts from one client network. */
  | 'networkSignIns'
  /** Everything that costs a turn or a new chat, of everybody together: the breaker. */
  | 'everything';

export type LimitResult =
  | { readonly kind: 'allowed' }
  /** `retryAfterSeconds`: whole seconds until one more is allowed, at least 1. */
  | { readonly kind: 'refused'; readonly retryAfterSeconds: number };

/** Counts what clients do. Keys are hashes or ids and live in memory only. */
export interface RateLimits {
  /** Counts one more for `key`, or refuses it (a refused one is not counted). */
  take(limit: LimitName, key: string): LimitResult;
}
