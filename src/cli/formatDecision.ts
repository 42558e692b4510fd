import type { Interpretation } from '#src/domain/answering.ts';
import type { Reply, ReplyKind } from '#src/domain/reply.ts';

/** One decision as `npm run ask` prints it: other tools rely on these fields. */
export interface Decision {
  readonly language: string;
  readonly kind: ReplyKind;
  /** The topic whose text is shown; `null` for suggested and notUnderstood. */
  readonly topic: string | null;
  /** Suggested topics, best first; else empty. */
  readonly topics: readonly string[];
  readonly confidence: number;
}

/** The decision the bot takes, as plain data. */
export function formatDecision({ language, reply }: Interpretation): Decision {
  return {
    language,
    kind: reply.kind,
    topic: 'topic' in reply ? reply.topic : null,
    topics: reply.kind === 'suggested' ? reply.topics : [],
    confidence: findConfidence(reply),
  };
}

function findConfidence(reply: Reply): number {
  return reply.kind === 'notUnderstood' ? 0 : Math.round(reply.confidence * 1_000) / 1_000;
}
