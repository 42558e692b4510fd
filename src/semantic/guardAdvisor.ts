import type { Clock } from '#src/domain/clock.ts';
import type { Logger } from '#src/domain/logger.ts';
import { stripPersonalData } from '#src/domain/stripPersonalData.ts';
import type { TopicId } from '#src/domain/topic.ts';
import type { TopicAdvisor } from '#src/domain/topicAdvisor.ts';

/** An advisor as the adapters write it: it may be slow, fail, and say anything. */
export interface RawAdvisor {
  /** @throws if there is no opinion to be had; stops its work when `signal` fires. */
  rank(text: string, language: string, signal: AbortSignal): Promise<readonly string[]>;
}

export interface GuardOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly topics: readonly TopicId[];
  /** Milliseconds a person waits for advice at most. */
  readonly timeoutMs: number;
}

/** After this many failures in a row the advisor is left alone … */
const FAILURES_TO_OPEN = 5;
/** … for this long; then one message tries it again. */
const REST_MS = 60_000;
const MAX_TOPICS = 3;

/**
 * Stands between the bot and an advisor: strips personal data before, keeps the time limit, stops asking one that keeps
 * failing (circuit breaker), and lets through nothing but topics of our list.
 */
export function guardAdvisor(advisor: RawAdvisor, { clock, logger, topics, timeoutMs }: GuardOptions): TopicAdvisor {
  const known = new Map<string, TopicId>(topics.map((topic) => [topic, topic]));
  let failures = 0;
  let restUntil = 0;
  return {
    async advise(text, language) {
      if (clock.now() < restUntil) return [];
      // Others that come while it is tried again do not wait for it.
      if (failures >= FAILURES_TO_OPEN) restUntil = clock.now() + timeoutMs;
      const stop = new AbortController();
      const timer = clock.schedule(timeoutMs, () => stop.abort());
      try {
        const ranked = await untilAborted(advisor.rank(stripPersonalData(text), language, stop.signal), stop.signal);
        failures = 0;
        restUntil = 0;
        return [...new Set(ranked.flatMap((id) => known.get(id) ?? []))].slice(0, MAX_TOPICS);
      } catch {
        failures += 1;
        if (failures >= FAILURES_TO_OPEN) {
          restUntil = clock.now() + REST_MS;
          logger.warn('semantic help is out of order; asking again in a minute', { code: 'semantic_help_failed' });
        }
        return [];
      } finally {
        timer.cancel();
      }
    },
  };
}

/** The promise, or a rejection as soon as the signal fires: an adapter that ignores the signal holds nobody up. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return Promise.race([
    promise,
    new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(new Error('Semantic help took too long')), { once: true });
    }),
  ]);
}
