import type { HttpResponse } from '#src/domain/httpRoute.ts';
import { type Html, renderHtml } from './html.ts';

/** A page. */
export function pageResponse(status: number, page: Html, headers?: HttpResponse['headers']): HttpResponse {
  const body = { kind: 'text', text: renderHtml(page), contentType: 'text/html; charset=utf-8' } as const;
  return headers ? { status, body, headers } : { status, body };
}

/** Sends the browser to another page of the console by GET, so that reloading repeats nothing. */
export function redirectTo(path: string, headers?: HttpResponse['headers']): HttpResponse {
  return { status: 303, headers: { ...headers, location: path } };
}
