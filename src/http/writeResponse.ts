import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '#src/domain/clock.ts';
import type { HttpBody, HttpResponse } from '#src/domain/httpRoute.ts';
import { discardBody } from './discardBody.ts';

const MAX_STREAM_BACKLOG_BYTES = 64 * 1024;

/**
 * Writes a response with the headers of its class. A body that nobody has read is swallowed if it is small; else the
 * connection ends with the response.
 */
export async function writeResponse(
  request: IncomingMessage,
  response: ServerResponse,
  answer: HttpResponse,
  headers: Readonly<Record<string, string>>,
  options: {
    readonly clock: Clock;
    readonly closeConnection?: boolean;
    /** Where an answer that stays open says how to end it, for the shutdown. */
    readonly openStreams?: Set<() => void>;
  },
): Promise<void> {
  const isUnread = !(await discardBody(request, options.clock));
  if (response.headersSent || response.destroyed) return;
  if (answer.body?.kind === 'stream') {
    startStream(response, answer.body, { ...headers, ...answer.headers }, options.openStreams);
    return;
  }
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

function startStream(
  response: ServerResponse,
  body: HttpBody & { readonly kind: 'stream' },
  headers: Readonly<Record<string, string | readonly string[]>>,
  openStreams: Set<() => void> | undefined,
): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.setHeader('content-type', body.contentType);
  // Proxies that gather answers would hold every event back.
  response.setHeader('x-accel-buffering', 'no');
  response.writeHead(200);
  response.flushHeaders();
  const close = (): void => void response.end();
  openStreams?.add(close);
  response.once('close', () => openStreams?.delete(close));
  body.start({
    send(text) {
      // A client that reads nothing is gone: it asks again when it is back.
      if (response.writableLength > MAX_STREAM_BACKLOG_BYTES) response.destroy();
      else if (!response.writableEnded && !response.destroyed) response.write(text);
    },
    close,
    onClose(listener) {
      if (response.closed) listener();
      else response.once('close', listener);
    },
  });
}

/** The bytes of a body with their content type. */
function encodeBody(body: Exclude<HttpBody, { readonly kind: 'stream' }>): {
  readonly bytes: Uint8Array;
  readonly contentType: string;
} {
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
  const content = answer.body === undefined || answer.body.kind === 'stream' ? undefined : encodeBody(answer.body);
  const lines = [
    `HTTP/1.1 ${answer.status} ${reason}`,
    'connection: close',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(content ? [`content-type: ${content.contentType}`] : []),
    `content-length: ${content?.bytes.byteLength ?? 0}`,
  ];
  return `${lines.join('\r\n')}\r\n\r\n${content ? Buffer.from(content.bytes).toString('utf8') : ''}`;
}
