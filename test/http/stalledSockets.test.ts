import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type ChatServer, startChatServer } from '#test/support/chatServer.ts';

const SHORT = {
  headersTimeoutMs: 400,
  requestTimeoutMs: 600,
  keepAliveTimeoutMs: 300,
  idleTimeoutMs: 900,
  connectionsCheckingIntervalMs: 100,
};

let server: ChatServer | undefined;

afterEach(async () => {
  await server?.stop(100);
});

/** Opens a socket that sends a beginning and then nothing; resolves with what it was told when the server closes it. */
function stall(port: number, beginning: string): { readonly socket: Socket; readonly closed: Promise<string> } {
  const socket = connect(port, '127.0.0.1');
  let told = '';
  socket.on('data', (chunk) => {
    told += chunk.toString('latin1');
  });
  socket.on('error', () => {});
  if (beginning !== '') socket.write(beginning);
  return { socket, closed: new Promise((resolve) => socket.once('close', () => resolve(told))) };
}

describe('stalled connections (M-08, R18)', () => {
  it('closes 200 of them, whatever they wait for, while others are served', async () => {
    server = await startChatServer({ httpLimits: SHORT });
    const { port, url } = server;
    const beginnings = [
      '',
      'GET /livez HTTP/1.1\r\nhost: a\r\nx: ',
      'POST /chat/start HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{',
      'POST /chat/start HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{',
      'GET /livez HTTP/1.1\r\nhost: a\r\n\r\n',
    ];
    const stalled = Array.from({ length: 200 }, (_, index) => stall(port, beginnings[index % beginnings.length] ?? ''));
    const over = new AbortController();
    const healthy = (async () => {
      const statuses: number[] = [];
      while (!over.signal.aborted) statuses.push((await fetch(`${url}/livez`)).status);
      return statuses;
    })();
    const told = await Promise.all(stalled.map(({ closed }) => closed));
    over.abort();

    expect(new Set(await healthy)).toEqual(new Set([200]));
    expect(told.filter((text) => text.startsWith('HTTP/1.1 200'))).toHaveLength(40);
    expect(told.filter((text) => /Error|node|\/work/.test(text))).toEqual([]);
  });

  it('drips of bytes do not keep a request open', async () => {
    server = await startChatServer({ httpLimits: SHORT });
    const { socket, closed } = stall(server.port, 'GET /livez HTTP/1.1\r\nhost: a\r\n');
    const drip = setInterval(() => socket.write('x'), 50);
    expect(await closed).toMatch(/^HTTP\/1\.1 408/);
    clearInterval(drip);
  });

  it('lets one network open only so many connections', async () => {
    server = await startChatServer({
      httpLimits: {
        ...SHORT,
        maxConnectionsPerNetwork: 5,
        headersTimeoutMs: 5_000,
        requestTimeoutMs: 5_000,
        idleTimeoutMs: 5_000,
      },
    });
    const open = Array.from({ length: 5 }, () => stall(server?.port ?? 0, ''));
    await Promise.all(open.map(({ socket }) => new Promise((resolve) => socket.once('connect', resolve))));
    const refused = stall(server.port, 'GET /livez HTTP/1.1\r\nhost: a\r\n\r\n');
    expect(await refused.closed).toBe('');

    for (const { socket } of open) socket.destroy();
    await Promise.all(open.map(({ closed }) => closed));
    expect((await fetch(`${server.url}/livez`)).status).toBe(200);
  });

  it('behind a proxy it counts each client, not the connection of the proxy', async () => {
    server = await startChatServer({ trustedProxyHops: 1, httpLimits: { maxConnectionsPerNetwork: 1 } });
    const ask = (client: string): Promise<number> =>
      fetch(`${server?.url}/livez`, { headers: { 'x-forwarded-for': client } }).then(({ status }) => status);
    expect(await Promise.all(['1.1.1.1', '2.2.2.2', '3.3.3.3'].map(ask))).toEqual([200, 200, 200]);
  });
});
