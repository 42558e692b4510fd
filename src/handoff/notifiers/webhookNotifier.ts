import { type Clock, SECOND_MS } from '#src/domain/clock.ts';
import { DeliveryError } from '#src/domain/errors.ts';
import type { Notifier } from '#src/domain/notifier.ts';
import { type PostAnswer, PostError, postJson } from './postJson.ts';
import { signWebhook } from './signWebhook.ts';
import { composeWebhookBody } from './webhookBody.ts';

export interface WebhookNotifierOptions {
  readonly url: string;
  /** `whsec_` and base64, the newest first; two while the secret is changed. */
  readonly secrets: readonly string[];
  /** True: the address may lie inside the operator's own network. */
  readonly mayBePrivate: boolean;
  /** Public address of the staff page: `https://…/staff`. */
  readonly consoleUrl: string;
  readonly clock: Clock;
  /** For tests with a silent receiver; 10 s unless told. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 10 * SECOND_MS;

/** Statuses with which a receiver asks for patience. Any other 4xx says that trying again cannot help. */
const LATER = new Set([408, 425, 429]);

/** Tells another desk, by a signed POST that bears the same id at every try of one notice: docs/webhook.md. */
export function createWebhookNotifier(options: WebhookNotifierOptions): Notifier {
  const { clock } = options;
  const url = new URL(options.url);
  return {
    name: 'webhook',
    async deliver(notice) {
      const body = composeWebhookBody(notice, options.consoleUrl);
      const answer = await post({
        url,
        body,
        headers: signWebhook(options.secrets, { id: notice.id, at: clock.now(), body }),
        mayBePrivate: options.mayBePrivate,
        clock,
        timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
      });
      judge(answer, clock.now());
    },
  };
}

async function post(options: Parameters<typeof postJson>[0]): Promise<PostAnswer> {
  try {
    return await postJson(options);
  } catch (error) {
    if (!(error instanceof PostError)) throw error;
    const isForGood = error.reason === 'address_not_allowed';
    throw new DeliveryError(isForGood ? 'delivery_rejected' : 'delivery_unavailable', {
      cause: error,
      reason: error.reason,
    });
  }
}

function judge({ status, retryAfter }: PostAnswer, now: number): void {
  if (status >= 200 && status < 300) return;
  const reason = `http_${status}`;
  if (status >= 500 || LATER.has(status)) {
    throw new DeliveryError('delivery_unavailable', { reason, retryAfterMs: readRetryAfter(retryAfter, now) });
  }
  throw new DeliveryError('delivery_rejected', { reason });
}

/** Seconds, or a date. */
function readRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const waitMs = /^\d{1,9}$/.test(header) ? Number(header) * SECOND_MS : Date.parse(header) - now;
  return waitMs > 0 ? waitMs : undefined;
}
