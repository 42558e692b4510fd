import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** A real HTTP server that keeps what was posted to it. */
export interface WebhookReceiver {
  readonly url: string;
  readonly received: { readonly headers: IncomingHttpHeaders; readonly body: string; readonly path: string }[];
  close(): Promise<void>;
}

/** How the next posts are answered; after the list each is accepted. */
export type WebhookAnswer = number | 'hang' | 'reset' | ((response: ServerResponse) => void);

export async function startWebhookReceiver(...answers: WebhookAnswer[]): Promise<WebhookReceiver> {
  const received: WebhookReceiver['received'] = [];
  const next = [...answers];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString(), path: request.url ?? '' });
      const answer = next.shift() ?? 204;
      if (answer === 'hang') return;
      if (answer === 'reset') request.socket.resetAndDestroy();
      else if (typeof answer === 'number') answerWith(response, answer);
      else answer(response);
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/hook`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Answers without a body. Not by `writeHead`: restify, once loaded, changes what that returns for the whole process. */
export function answerWith(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.end();
}
