import { createHmac } from 'node:crypto';

const SECRET_PREFIX = 'whsec_';

/**
 * The headers that prove where a webhook comes from, by the rules of Standard Webhooks: HMAC-SHA256 over id, time and body.
 *
 * @param secrets - `whsec_` and base64; while a secret is changed there are two, and two signatures.
 * @param at - Epoch milliseconds of this try: receivers refuse what is old.
 * @see https://www.standardwebhooks.com
 */
export function signWebhook(
  secrets: readonly string[],
  { id, at, body }: { readonly id: string; readonly at: number; readonly body: string },
): Readonly<Record<string, string>> {
  const timestamp = Math.floor(at / 1000);
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatures.join(' '),
  };
}
