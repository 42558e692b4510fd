import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '#src/domain/clock.ts';
import type { HttpBody, HttpResponse } from '#src/domain/httpRoute.ts';
import { discardBody } from './discardBody.ts';

/**
 * Writes a response with the headers of its class. A body that nobody has read is swallowed if it is small; else the
 * connection ends with the response.
 */
export async function writeResponse(
  request: IncomingMessage,
  response: ServerResponse,
  answer: HttpResponse,
  headers: Readonly<Record<string, string>>,
  options: { readonly clock: Clock; readonly closeConnection?: boolean },
): Promise<void> {
  const isUnread = !(await discardBody(request, options.clock));
  if (response.headersSent || response.destroyed) return;
  const content = answer.body === undefined ? undefined : encodeBody(answer.body);
  const fields: Record<string, string | readonly string[]> = { ...headers, ...answer.headers };
  if (content) {
    fields['content-type'] = content.contentType;
    fields['content-length'] = String(content.bytes.byteLength);
  } else if (answer.status !== 204 && answer.status !== 304) {
    fields['content-length'] = '0';
  }
  if (isUnread || options.closeConnection) fields['connection'] = 'close';
  for (const [name, value] of Object.entries(fields)) response.setHeader(name, value);
  response.writeHead(answer.status);
  if (isUnread) response.once('finish', () => request.socket.destroySoon());
  response.end(content?.bytes);
}

/** The bytes of a body with their content type. */
function encodeBody(body: HttpBody): { readonly bytes: Uint8Array; readonly contentType: string } {
  switch (body.kind) {
    case 'json':
      return { bytes: Buffer.from(JSON.stringify(body.value)), contentType: 'application/json; charset=utf-8' };
    case 'text':
      return { bytes: Buffer.from(body.text), contentType: body.contentType };
    case 'bytes':
      return body;
  }
}

/** A whole response as bytes, for sockets that have no `ServerResponse`: broken requests and refused upgrades. */
export function rawResponse(answer: HttpResponse, reason: string, headers: Readonly<Record<string, string>>): string {
  const content = answer.body === undefined ? undefined : encodeBody(answer.body);
  const lines = [
    `HTTP/1.1 ${answer.status} ${reason}`,
    'connection: close',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(content ? [`content-type: ${content.contentType}`] : []),
    `content-length: ${content?.bytes.byteLength ?? 0}`,
  ];
  return `${lines.join('\r\n')}\r\n\r\n${content ? Buffer.from(content.bytes).toString('utf8') : ''}`;
}
