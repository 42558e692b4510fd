import type { IncomingMessage } from 'node:http';
import { type HttpResponse, problemResponse } from '#src/domain/httpRoute.ts';

/** Methods that some route may have. Anything else is refused before it is looked at. */
export const METHODS: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Longest path with query: tokens in a stream URL need about 600. */
const MAX_URL_LENGTH = 4_096;

/**
 * Refuses what no route can want, before restify or any handler sees it. Content encodings above all: a few bytes of bad
 * gzip kill restify's own body parser and with it the process (security findings F1, F2).
 *
 * @param maxBodyBytes - The largest body that any route takes.
 */
export function guardRequest(request: IncomingMessage, maxBodyBytes: number): HttpResponse | undefined {
  const { headers, method = '', url = '' } = request;
  if (!METHODS.includes(method)) {
    return problemResponse(405, 'method', 'This method is not supported', { allow: METHODS.join(', ') });
  }
  if (!isReadableUrl(url, headers.host)) return problemResponse(400, 'url', 'The address cannot be read');
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding.trim().toLowerCase() !== 'identity') {
    return problemResponse(415, 'content_encoding', 'Content encodings are not accepted');
  }
  const transfer = headers['transfer-encoding'];
  const length = headers['content-length'];
  if (transfer !== undefined && length !== undefined) {
    return problemResponse(400, 'framing', 'The length of the request is ambiguous');
  }
  if (transfer !== undefined && transfer.trim().toLowerCase() !== 'chunked') {
    return problemResponse(400, 'framing', 'This transfer encoding is not accepted');
  }
  if (length !== undefined && Number(length) > maxBodyBytes) {
    return problemResponse(413, 'body_too_large', 'The request body is too large');
  }
  return undefined;
}

/**
 * True for an origin-form path that decodes cleanly, on a host that can be one. restify builds a `URL` of both without
 * catching: `Host: a:99999` would end the process.
 */
export function isReadableUrl(url: string, host: string | undefined): boolean {
  if (!url.startsWith('/') || url.startsWith('//') || url.length > MAX_URL_LENGTH) return false;
  if (/[\\\u0000-\u0020\u007f]/.test(url)) return false;
  try {
    const path = decodeURIComponent(url.split('?')[0] ?? '');
    return !path.includes('\0') && URL.canParse(`http://${host ?? 'localhost'}${url}`);
  } catch {
    return false;
  }
}
