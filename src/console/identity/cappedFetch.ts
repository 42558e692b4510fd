import type { CustomFetch } from 'openid-client';

/** No answer of an identity provider is anywhere near as long (M-13). */
const MAX_BYTES = 1024 * 1024;

/**
 * `fetch` for everything that is asked of the identity provider: redirects are not followed, and an answer of more than
 * 1 MB is given up while it arrives. The time limit comes with the caller's signal, which covers the body too.
 */
export const cappedFetch: CustomFetch = async (url, options) => {
  const response = await fetch(url, { ...(options as RequestInit), redirect: 'manual' });
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > MAX_BYTES) throw new RangeError('The answer of the identity provider is too long');
    chunks.push(chunk);
  }
  const { status, headers } = response;
  return new Response(length > 0 ? Buffer.concat(chunks) : null, { status, headers });
};
