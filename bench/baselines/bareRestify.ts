/** The floor: restify that reads a message, parses it and answers with an id. Started by the bench. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { listenAsBaseline } from './listenAsBaseline.ts';
import { readMessage } from './readMessage.ts';

let count = 0;

listenAsBaseline(async (request: IncomingMessage, response: ServerResponse) => {
  await readMessage(request);
  count += 1;
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ id: `a|${count}` }));
});
