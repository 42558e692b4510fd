import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpBody, HttpResponse } from '#src/domain/httpRoute.ts';

/**
 * Writes a response with the headers of its class. If the client is still sending a body that nobody will read, the
 * connection ends with the response instead of swallowing the rest.
 */
export function writeResponse(
  request: IncomingMessage,
  response: ServerResponse,
  answer: HttpResponse,
  headers: Readonly<Record<string, string>>,
  options: { readonly closeConnection?: boolean } = {},
): void {
  if (response.headersSent || response.destroyed) return;
  const content = answer.body === undefined ? undefined : encodeBody(answer.body);
  const isUnread = !request.complete;
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
export function encodeBody(body: HttpBody): { readonly bytes: Uint8Array; readonly contentType: string } {
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
