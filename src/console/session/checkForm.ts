import { createHash, timingSafeEqual } from 'node:crypto';
import type { HttpRequest } from '#src/domain/httpRoute.ts';

/**
 * True if a page of ours sent this form (M-17). Browsers of today say so in `Sec-Fetch-Site`; for others the `Origin`
 * must be ours. A request with neither is refused: no browser sends a form like that.
 */
export function isFromOurPage(request: Pick<HttpRequest, 'headers' | 'baseUrl'>): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  return request.headers['origin'] === request.baseUrl;
}

/** Compares the form's secret with the session's, in the same time wherever they differ. */
export function isCsrfSecret(expected: string, given: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(expected), digest(given));
}
