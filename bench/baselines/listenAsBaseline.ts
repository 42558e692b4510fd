import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import restify from 'restify';

/** Serves one handler at the path of the product's own messages, and tells the bench the port. */
export function listenAsBaseline(handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>): void {
  const server = restify.createServer({ name: '', log: pino({ level: 'silent' }) as never });
  server.post('/v3/directline/conversations/:conversationId/activities', handle);
  server.listen(0, '127.0.0.1', () => {
    process.send?.({ port: (server.address() as AddressInfo).port });
  });
}
