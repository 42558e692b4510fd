import { lookup } from 'node:dns';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { Clock } from '#src/domain/clock.ts';
import { isPublicAddress } from './isPublicAddress.ts';

export interface PostOptions {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** False: only public addresses are connected to, whatever the name resolves to (M-13). */
  readonly mayBePrivate: boolean;
  readonly clock: Clock;
  /** From the first look-up to the last byte of the answer. */
  readonly timeoutMs: number;
}

/** The head of an answer. Its body is thrown away. */
export interface PostAnswer {
  readonly status: number;
  /** The header `Retry-After` as it came. */
  readonly retryAfter: string | undefined;
}

/** Why no answer came. */
export class PostError extends Error {
  override readonly name = 'PostError';
  readonly reason: 'timeout' | 'address_not_allowed' | 'connection_failed';

  constructor(reason: PostError['reason'], options?: ErrorOptions) {
    super(`The request got no answer: ${reason}`, options);
    this.reason = reason;
  }
}

/** More than any receiver has to say; the rest is not read. */
const MAX_ANSWER_BYTES = 64 * 1024;

/**
 * Posts JSON to an address of the operator. Redirects are not followed: the answer is given back as it is.
 * @throws {PostError} if no answer came.
 */
export function postJson(options: PostOptions): Promise<PostAnswer> {
  const { url, body, clock, timeoutMs, mayBePrivate } = options;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // A literal address is connected to without a look-up.
  if (!mayBePrivate && isIP(host) !== 0 && !isPublicAddress(host)) {
    return Promise.reject(new PostError('address_not_allowed'));
  }
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const request = send(url, {
      method: 'POST',
      agent: false,
      headers: { ...options.headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      ...(mayBePrivate ? {} : { lookup: lookUpPublic }),
    });
    const timer = clock.schedule(timeoutMs, () => request.destroy(new PostError('timeout')));
    request.once('response', (response) => {
      resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] });
      let length = 0;
      response.on('data', (chunk: Buffer) => {
        length += chunk.length;
        if (length > MAX_ANSWER_BYTES) request.destroy();
      });
      response.on('error', () => undefined);
    });
    request.on('error', (error) => {
      reject(error instanceof PostError ? error : new PostError('connection_failed', { cause: error }));
    });
    request.once('close', () => timer.cancel());
    request.end(body);
  });
}

/** Looks a name up for the connection itself, so that it cannot lead elsewhere between check and use. */
const lookUpPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, []);
    if (!addresses.every(({ address }) => isPublicAddress(address))) {
      return callback(new PostError('address_not_allowed'), []);
    }
    const [first] = addresses;
    return options.all ? callback(null, addresses) : callback(null, first?.address ?? '', first?.family);
  });
};
