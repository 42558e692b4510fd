import type { Clock } from '#src/domain/clock.ts';
import type { LimitName, LimitResult, RateLimits } from '#src/domain/rateLimits.ts';

/** A bucket that holds `burst` and refills by `perMinute`: in any minute at most `burst + perMinute` pass. */
export interface LimitRule {
  readonly burst: number;
  readonly perMinute: number;
  /** What a client that cannot be counted gets, because more keys than fit are in use: `open` lets it pass. */
  readonly whenFull: 'open' | 'closed';
}

export type LimitRules = { readonly [Name in LimitName]: LimitRule };

/**
 * The limits of one process (M-09), far above what people do: reception centres share one address.
 * New chats: 60 at once and 12 a minute, so that 150 people behind one address all get in within ten minutes.
 */
export const DEFAULT_LIMITS: LimitRules = {
  conversationMessages: { burst: 25, perMinute: 20, whenFull: 'open' },
  tokenCalls: { burst: 60, perMinute: 150, whenFull: 'open' },
  networkTurns: { burst: 300, perMinute: 300, whenFull: 'open' },
  networkNewChats: { burst: 60, perMinute: 12, whenFull: 'open' },
  networkSignIns: { burst: 10, perMinute: 5, whenFull: 'closed' },
  everything: { burst: 2_000, perMinute: 30_000, whenFull: 'open' },
};

/** Keys held per limit: about 100 bytes each. */
const DEFAULT_MAX_KEYS = 50_000;

interface Bucket {
  tokens: number;
  filledAt: number;
}

export interface RateLimitOptions {
  readonly clock: Clock;
  readonly rules?: LimitRules;
  readonly maxKeys?: number;
}

/** Token buckets in memory, counted by the `Clock` port, with a bounded number of keys. */
export function createRateLimits({
  clock,
  rules = DEFAULT_LIMITS,
  maxKeys = DEFAULT_MAX_KEYS,
}: RateLimitOptions): RateLimits {
  const tables = new Map<LimitName, Map<string, Bucket>>();
  return {
    take(limit, key): LimitResult {
      const rule = rules[limit];
      const table = tables.get(limit) ?? new Map<string, Bucket>();
      tables.set(limit, table);
      const now = clock.now();
      const bucket = table.get(key) ?? { tokens: rule.burst, filledAt: now };
      refill(bucket, rule, now);
      if (!table.has(key) && table.size >= maxKeys && !evictIdle(table, rule, now)) {
        return rule.whenFull === 'open' ? { kind: 'allowed' } : { kind: 'refused', retryAfterSeconds: 60 };
      }
      // Re-inserted last: the table stays ordered by last use.
      table.delete(key);
      table.set(key, bucket);
      if (bucket.tokens < 1) {
        const waitMs = ((1 - bucket.tokens) / rule.perMinute) * 60_000;
        return { kind: 'refused', retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1_000)) };
      }
      bucket.tokens -= 1;
      return { kind: 'allowed' };
    },
  };
}

function refill(bucket: Bucket, rule: LimitRule, now: number): void {
  const elapsedMs = Math.max(0, now - bucket.filledAt);
  bucket.tokens = Math.min(rule.burst, bucket.tokens + (elapsedMs / 60_000) * rule.perMinute);
  bucket.filledAt = now;
}

/** Drops the keys used longest ago whose bucket is full again: forgetting them changes nothing. */
function evictIdle(table: Map<string, Bucket>, rule: LimitRule, now: number): boolean {
  const refillMs = (rule.burst / rule.perMinute) * 60_000;
  let evicted = 0;
  for (const [key, bucket] of table) {
    if (evicted >= 64 || now - bucket.filledAt < refillMs) break;
    table.delete(key);
    evicted += 1;
  }
  return evicted > 0;
}
