/** What became of a call to the server. */
export type CallResult<T> =
  | { readonly kind: 'done'; readonly value: T }
  /** The conversation or its token is no more. */
  | { readonly kind: 'ended' }
  /** Too much at the moment: try again after `waitMs`. */
  | { readonly kind: 'busy'; readonly waitMs: number }
  /** The server does not want this, now or later. */
  | { readonly kind: 'refused' }
  /** No network, no answer in time, or trouble on the server: trying again may help. */
  | { readonly kind: 'unreachable' };

const TIMEOUT_MS = 20_000;
const DEFAULT_WAIT_MS = 5_000;
const MAX_WAIT_MS = 60_000;

/** Calls our own server. Never throws. */
export async function callServer<T>(
  method: 'GET' | 'POST',
  path: string,
  token?: string,
  body?: unknown,
): Promise<CallResult<T>> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
  try {
    const response = await fetch(path, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      credentials: 'omit',
      cache: 'no-store',
      signal: abort.signal,
    });
    if (response.ok) return { kind: 'done', value: (await response.json()) as T };
    return readRefusal(response);
  } catch {
    return { kind: 'unreachable' };
  } finally {
    clearTimeout(timer);
  }
}

function readRefusal({ status, headers }: Response): CallResult<never> {
  if (status === 429) {
    const waitMs = Number(headers.get('retry-after') ?? '') * 1_000;
    return { kind: 'busy', waitMs: Math.min(waitMs > 0 ? waitMs : DEFAULT_WAIT_MS, MAX_WAIT_MS) };
  }
  if (status === 401 || status === 403 || status === 404 || status === 410) return { kind: 'ended' };
  return status >= 500 || status === 408 ? { kind: 'unreachable' } : { kind: 'refused' };
}
