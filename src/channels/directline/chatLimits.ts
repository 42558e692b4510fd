import { type Clock, HOUR_MS } from '#src/domain/clock.ts';
import { type HttpResponse, problemResponse } from '#src/domain/httpRoute.ts';
import type { LimitName, RateLimits } from '#src/domain/rateLimits.ts';
import type { Metrics } from '#src/observability/metrics.ts';

/** The limits of the web chat, as refusals ready to be sent (M-09). */
export interface ChatLimits {
  /** @returns the refusal, or `undefined` if the message may pass. */
  refuseMessage(conversationId: string, clientNetwork: string): HttpResponse | undefined;
  refuseNewChat(clientNetwork: string): HttpResponse | undefined;
  refuseCall(conversationId: string): HttpResponse | undefined;
  shield(conversationId: string): void;
}

const SHIELD_MS = HOUR_MS;
/** Forms filled in at the same time on one replica; the oldest shield goes first. */
const MAX_SHIELDS = 20_000;

/** Asks the limiter in the order own conversation → network → everybody, so that a refused message costs others nothing. */
export function createChatLimits(limits: RateLimits, clock: Clock, metrics: Metrics): ChatLimits {
  const shields = new Map<string, number>();
  const refused = metrics.counter('chat_refused_total', 'Calls refused by a limit', ['limit']);
  const firstRefusal = (...checks: readonly (readonly [LimitName, string])[]): HttpResponse | undefined => {
    for (const [limit, key] of checks) {
      const result = limits.take(limit, key);
      if (result.kind === 'allowed') continue;
      refused.add([limit]);
      // The breaker means that the service, not the person, has had enough.
      const status = limit === 'everything' ? 503 : 429;
      const headers = { 'retry-after': String(result.retryAfterSeconds) };
      return problemResponse(status, 'too_many_requests', 'Too many requests, try again later', headers);
    }
    return undefined;
  };
  return {
    refuseMessage(conversationId, clientNetwork) {
      const isShielded = (shields.get(conversationId) ?? 0) > clock.now();
      return firstRefusal(
        ['conversationMessages', conversationId],
        ...(isShielded ? [] : ([['networkTurns', clientNetwork]] as const)),
        ['everything', ''],
      );
    },
    refuseNewChat: (clientNetwork) => firstRefusal(['networkNewChats', clientNetwork], ['everything', '']),
    refuseCall: (conversationId) => firstRefusal(['tokenCalls', conversationId]),
    shield(conversationId) {
      shields.delete(conversationId);
      shields.set(conversationId, clock.now() + SHIELD_MS);
      for (const oldest of shields.keys()) {
        if (shields.size <= MAX_SHIELDS) break;
        shields.delete(oldest);
      }
    },
  };
}
