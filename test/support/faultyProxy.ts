import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** One request that came through. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

type Fault = { readonly matches: RegExp; left: number } & (
  | { readonly kind: 'status'; readonly status: number; readonly headers: Readonly<Record<string, string>> }
  /** The request arrives, the answer does not. */
  | { readonly kind: 'loseAnswer' }
  | { readonly kind: 'holdAnswer'; readonly until: Promise<void> }
);

/** A network between browser and server that loses things on demand. */
export class FaultyProxy {
  readonly seen: SeenRequest[] = [];
  /** WebSockets are answered with 403. */
  refusesStreams = false;
  /** Nothing goes through at all. */
  isDown = false;
  readonly #server: Server;
  readonly #port: number;
  #faults: Fault[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #streams = new Set<Duplex>();

  private constructor(port: number) {
    this.#port = port;
    this.#server = createServer((incoming, outgoing) => void this.#forward(incoming, outgoing));
    this.#server.on('connection', (socket: Socket) => {
      if (this.isDown) {
        socket.destroy();
        return;
      }
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('error', () => socket.destroy());
    });
    this.#server.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) =>
      this.#upgrade(incoming, socket, head),
    );
  }

  static async listen(port: number): Promise<FaultyProxy> {
    const proxy = new FaultyProxy(port);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Number of WebSockets that are open now. */
  get openStreams(): number {
    return this.#streams.size;
  }

  /** The next `times` requests to such a path are answered with this status and never reach the server. */
  fail(matches: RegExp, status: number, times = 1, headers: Readonly<Record<string, string>> = {}): void {
    this.#faults.push({ kind: 'status', matches, status, left: times, headers });
  }

  /** The next `times` requests to such a path reach the server, and their answers get lost. */
  loseAnswers(matches: RegExp, times = 1): void {
    this.#faults.push({ kind: 'loseAnswer', matches, left: times });
  }

  /** The next request to such a path reaches the server; its answer waits until `until` is settled. */
  holdAnswer(matches: RegExp, until: Promise<void>): void {
    this.#faults.push({ kind: 'holdAnswer', matches, until, left: 1 });
  }

  /** From now on everything works. */
  repair(): void {
    this.#faults = [];
    this.isDown = false;
    this.refusesStreams = false;
  }

  dropStreams(): void {
    for (const stream of this.#streams) stream.destroy();
  }

  /** Cuts everything; `isDown = false` repairs it. */
  goDown(): void {
    this.isDown = true;
    for (const socket of this.#sockets) socket.destroy();
    this.dropStreams();
  }

  count(method: string, path: RegExp): number {
    return this.seen.filter((request) => request.method === method && path.test(request.path)).length;
  }

  async close(): Promise<void> {
    this.goDown();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #forward(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const path = incoming.url ?? '/';
    this.seen.push({ method: incoming.method ?? '', path, body: body.toString() });
    const fault = this.#faults.find((candidate) => candidate.left > 0 && candidate.matches.test(path));
    if (fault) fault.left -= 1;
    if (fault?.kind === 'status') {
      // Not chained: restify replaces `writeHead` by one that returns nothing, for the whole process.
      outgoing.writeHead(fault.status, { ...fault.headers, 'content-length': '0' });
      outgoing.end();
      return;
    }
    const forwarded = request(
      { host: '127.0.0.1', port: this.#port, method: incoming.method, path, headers: incoming.headers },
      (answer) => {
        if (fault?.kind === 'loseAnswer') {
          answer.resume();
          answer.on('end', () => incoming.socket.destroy());
          return;
        }
        void (fault?.kind === 'holdAnswer' ? fault.until : Promise.resolve()).then(() => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(outgoing);
        });
      },
    );
    forwarded.on('error', () => incoming.socket.destroy());
    forwarded.end(body);
  }

  #upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.seen.push({ method: 'UPGRADE', path: incoming.url ?? '', body: '' });
    if (this.refusesStreams) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    const target = connect(this.#port, '127.0.0.1', () => {
      const lines = [`GET ${incoming.url} HTTP/1.1`];
      for (let i = 0; i < incoming.rawHeaders.length; i += 2) {
        lines.push(`${incoming.rawHeaders[i]}: ${incoming.rawHeaders[i + 1]}`);
      }
      target.write(`${lines.join('\r\n')}\r\n\r\n`);
      target.write(head);
      socket.pipe(target).pipe(socket);
    });
    this.#streams.add(socket);
    socket.on('close', () => {
      this.#streams.delete(socket);
      target.destroy();
    });
    socket.on('error', () => target.destroy());
    target.on('error', () => socket.destroy());
    target.on('close', () => socket.destroy());
  }
}
