import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a request to the stub held. */
export interface ModelRequest {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

type Respond = (request: ModelRequest, response: ServerResponse) => void;

/** A stub of an OpenAI-compatible service on the loopback address: the real wire format, and every way to break it. */
export class ModelService {
  readonly requests: ModelRequest[] = [];
  respond: Respond;
  readonly #server = createServer((request, response) => void this.#take(request, response));

  constructor(respond: Respond = embedWords) {
    this.respond = respond;
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const taken: ModelRequest = {
      path: request.url ?? '',
      authorization: request.headers.authorization,
      body: JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>,
    };
    this.requests.push(taken);
    this.respond(taken, response);
  }
}

export function sendJson(response: ServerResponse, value: unknown, status = 200): void {
  send(response, status, JSON.stringify(value), { 'content-type': 'application/json' });
}

/** In two steps: an earlier test of this process may have loaded restify, whose `writeHead` gives nothing back. */
export function send(
  response: ServerResponse,
  status: number,
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, headers);
  response.end(body);
}

/** A choice as `/chat/completions` gives it. */
export function sendChoice(response: ServerResponse, content: string): void {
  sendJson(response, {
    id: 'x',
    object: 'chat.completion',
    choices: [{ index: 0, message: { role: 'assistant', content } }],
  });
}

const SIZE = 64;

/** A crude embedding: texts that share words are near. In reversed order, as the interface allows. */
export function embedWords({ body }: ModelRequest, response: ServerResponse): void {
  const texts = body['input'] as readonly string[];
  const data = texts.map((text, index) => ({ object: 'embedding', index, embedding: toVector(text) }));
  sendJson(response, { object: 'list', model: body['model'], data: data.reverse() });
}

export function toVector(text: string): number[] {
  const vector = Array.from({ length: SIZE }, () => 0.01);
  for (const word of text.toLowerCase().match(/\p{L}+/gu) ?? []) {
    let hash = 7;
    for (const letter of word) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 100_003;
    vector[hash % SIZE] = (vector[hash % SIZE] ?? 0) + 1;
  }
  return vector;
}
