import { afterEach, describe, expect, it } from '@jest/globals';
import { type ClientOptions, WebSocket } from 'ws';
import { type ChatServer, type ChatServerOptions, startChatServer } from '#test/support/chatServer.ts';
import { waitFor } from '#test/support/waitFor.ts';

interface Started {
  readonly token: string;
  readonly conversationId: string;
  readonly streamUrl: string;
}

interface Frame {
  readonly activities: readonly { readonly id: string; readonly text?: string; readonly type: string }[];
  readonly watermark: string;
}

const servers: ChatServer[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop(500);
});

async function start(options?: ChatServerOptions): Promise<ChatServer> {
  const server = await startChatServer(options);
  servers.push(server);
  return server;
}

async function startChat(server: ChatServer): Promise<Started> {
  return (await (await fetch(`${server.url}/chat/start`, { method: 'POST' })).json()) as Started;
}

/** 101, or the code of the refusal. */
function open(
  server: ChatServer,
  path: string,
  options: ClientOptions = {},
): Promise<{ status: number; socket: WebSocket; frames: Frame[]; texts: string[] }> {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, options);
  const frames: Frame[] = [];
  const texts: string[] = [];
  socket.on('message', (data) => {
    const text = (data as Buffer).toString();
    texts.push(text);
    if (text !== '') frames.push(JSON.parse(text) as Frame);
  });
  return new Promise((resolve) => {
    socket.once('open', () => resolve({ status: 101, socket, frames, texts }));
    socket.once('unexpected-response', (_request, response) => {
      resolve({ status: response.statusCode ?? 0, socket, frames, texts });
      response.resume();
    });
    socket.on('error', () => {});
  });
}

function say(server: ChatServer, { token, conversationId }: Started, text: string): Promise<Response> {
  return fetch(`${server.url}/v3/directline/conversations/${conversationId}/activities`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'message', text }),
  });
}

async function reconnect(server: ChatServer, { token, conversationId }: Started, watermark: string): Promise<string> {
  const response = await fetch(`${server.url}/v3/directline/conversations/${conversationId}?watermark=${watermark}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { streamUrl } = (await response.json()) as { streamUrl: string };
  return streamUrl.replace(/^ws:\/\/[^/]+/, '');
}

describe('a stream', () => {
  it('shows the history in one frame, then each news in one of its own, with growing watermarks', async () => {
    const server = await start();
    const chat = await startChat(server);
    await server.directLine.settle();
    const { frames } = await open(server, chat.streamUrl);
    await waitFor('the history', () => frames.length === 1);
    await say(server, chat, 'many');
    await waitFor('the answers', () => frames.length === 5);

    expect(frames.map(({ activities }) => activities.map(({ text }) => text))).toEqual([
      ['Welcome'],
      ['many'],
      ['many 1'],
      ['many 2'],
      ['many 3'],
    ]);
    // The first activity of the log is the join, which nobody sees.
    expect(frames.map(({ watermark }) => watermark)).toEqual(['2', '3', '4', '5', '6']);
  });

  it('goes on after any watermark, without gap or repetition', async () => {
    const server = await start();
    const chat = await startChat(server);
    await say(server, chat, 'many');
    await server.directLine.settle();
    for (const watermark of ['', '0', '3', '5', '6', 'nonsense', '-1', '99999999999999999999']) {
      const { frames, socket } = await open(server, await reconnect(server, chat, watermark));
      await waitFor('the first frame', () => frames.length > 0);
      const seen = frames[0]?.activities.length ?? 0;
      expect(seen).toBe({ '3': 3, '5': 1, '6': 0 }[watermark] ?? 5);
      socket.terminate();
    }
  });

  it('opens once with a ticket, within a minute, and only on its own conversation', async () => {
    const server = await start();
    const [mine, other] = [await startChat(server), await startChat(server)];
    const ticket = new URL(mine.streamUrl, 'http://x').searchParams.get('t');
    const stolen = `/v3/directline/conversations/${other.conversationId}/stream?t=${ticket}`;
    expect((await open(server, stolen)).status).toBe(403);
    const { socket, status } = await open(server, mine.streamUrl);
    expect(status).toBe(101);
    expect((await open(server, mine.streamUrl)).status).toBe(403);
    socket.terminate();
    expect((await open(server, mine.streamUrl)).status).toBe(403);
    expect((await open(server, `${mine.streamUrl.split('?')[0]}?t=`)).status).toBe(403);
    expect((await open(server, mine.streamUrl.replace('t=', `t=${mine.token}&x=`))).status).toBe(403);
  });

  it('is refused where there is none, and after the end of the chat', async () => {
    const server = await start();
    const chat = await startChat(server);
    expect((await open(server, '/v3/directline/stream')).status).toBe(404);
    const path = await reconnect(server, chat, '');
    const { socket } = await open(server, chat.streamUrl);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await server.directLine.channel.end(chat.conversationId);
    expect(await closed).toBe(1000);
    expect((await open(server, path)).status).toBe(404);
  });

  it('is refused to foreign pages (M-11)', async () => {
    const server = await start({ publicUrl: 'https://chat.example', allowedOrigins: ['https://iom.example'] });
    const tryFrom = async (origin: string | undefined): Promise<number> => {
      const chat = await startChat(server);
      const { status, socket } = await open(server, chat.streamUrl, origin === undefined ? {} : { origin });
      socket.terminate();
      return status;
    };
    expect(await tryFrom('https://evil.example')).toBe(403);
    expect(await tryFrom('null')).toBe(403);
    expect(await tryFrom('http://chat.example')).toBe(403);
    expect(await tryFrom('https://chat.example')).toBe(101);
    expect(await tryFrom('https://iom.example')).toBe(101);
    expect(await tryFrom(undefined)).toBe(101);
  });

  it('is kept alive with pings and empty texts; a client that does not answer is dropped', async () => {
    const server = await start({ httpLimits: { webSocketKeepAliveMs: 50 } });
    const lively = await open(server, (await startChat(server)).streamUrl);
    const dead = await open(server, (await startChat(server)).streamUrl, { autoPong: false });
    const closed = new Promise((resolve) => dead.socket.once('close', resolve));
    expect(await closed).toBe(1006);
    await waitFor('empty texts', () => lively.texts.filter((text) => text === '').length >= 3);
    expect(lively.socket.readyState).toBe(WebSocket.OPEN);
  });

  it('takes no message above 16 kB and no compression', async () => {
    const server = await start();
    const { socket } = await open(server, (await startChat(server)).streamUrl);
    expect(socket.extensions).toBe('');
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.send('x'.repeat(20_000));
    expect(await closed).toBe(1009);
  });

  it('is open at most four times for one conversation: the oldest makes room', async () => {
    const server = await start();
    const chat = await startChat(server);
    const first = await open(server, chat.streamUrl);
    const closed = new Promise((resolve) => first.socket.once('close', resolve));
    for (let i = 0; i < 4; i += 1) await open(server, await reconnect(server, chat, ''));
    expect(await closed).toBe(1008);
    await waitFor('four sockets', () => server.metrics.render().includes('websockets_open 4'));
  });

  it('survives a storm: 300 dropped sockets all come back at once and miss nothing (R14)', async () => {
    const server = await start();
    const chats = await Promise.all(Array.from({ length: 300 }, () => startChat(server)));
    const first = await Promise.all(chats.map((chat) => open(server, chat.streamUrl)));
    await waitFor('the welcomes', () =>
      first.every(({ frames }) => frames.some(({ activities }) => activities.length > 0)),
    );
    for (const { socket } of first) socket.terminate();
    await Promise.all(chats.map((chat) => say(server, chat, 'while away')));
    const second = await Promise.all(
      chats.map(async (chat, index) =>
        open(server, await reconnect(server, chat, first[index]?.frames.at(-1)?.watermark ?? '')),
      ),
    );
    const textsOf = ({ frames }: { frames: Frame[] }): (string | undefined)[] =>
      frames.flatMap(({ activities }) => activities.map(({ text }) => text));
    await waitFor('the answers', () => second.every((client) => textsOf(client).length >= 2));
    expect(new Set(second.map((client) => textsOf(client).join()))).toEqual(new Set(['while away,echo: while away']));
  });
});
