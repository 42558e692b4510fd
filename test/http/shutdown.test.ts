import { afterEach, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import type { LoggedActivity } from '#src/domain/conversationLog.ts';
import { type ChatServerProcess, startChatServerProcess } from '#test/support/startChatServerProcess.ts';

const CHATS = 50;
let server: ChatServerProcess | undefined;

afterEach(async () => {
  server?.signal('SIGKILL');
  await server?.exited;
});

interface Chat {
  readonly token: string;
  readonly conversationId: string;
  readonly closed: Promise<number>;
  readonly texts: string[];
}

async function startChat({ url, port }: ChatServerProcess): Promise<Chat> {
  const response = await fetch(`${url}/chat/start`, { method: 'POST' });
  const { token, conversationId, streamUrl } = (await response.json()) as {
    token: string;
    conversationId: string;
    streamUrl: string;
  };
  const socket = new WebSocket(`ws://127.0.0.1:${port}${streamUrl}`);
  const texts: string[] = [];
  socket.on('message', (data) => {
    const text = (data as Buffer).toString();
    if (text === '') return;
    const frame = JSON.parse(text) as { activities: { text?: string }[] };
    texts.push(...frame.activities.map((activity) => activity.text ?? ''));
  });
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return { token, conversationId, closed, texts };
}

function say(url: string, { token, conversationId }: Chat, text: string): Promise<Response> {
  return fetch(`${url}/v3/directline/conversations/${conversationId}/activities`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'message', text }),
  });
}

describe('SIGTERM (M-44, R3)', () => {
  it(`lets the turns of ${CHATS} chats finish, takes no more, closes sockets with 1012 and exits with 0`, async () => {
    server = await startChatServerProcess({ SLOW_TURN_MS: '1500' });
    const { url } = server;
    const chats = await Promise.all(Array.from({ length: CHATS }, () => startChat(server as ChatServerProcess)));
    const accepted = await Promise.all(chats.map((chat) => say(url, chat, 'last words')));
    expect(new Set(accepted.map(({ status }) => status))).toEqual(new Set([200]));

    const began = performance.now();
    server.signal('SIGTERM');
    const last = server.nextMessage<{ conversations: LoggedActivity[][] }>();
    await new Promise((resolve) => setTimeout(resolve, 200));
    const late = await Promise.all(
      chats.slice(0, 5).map((chat) =>
        say(url, chat, 'too late').then(
          ({ status }) => status,
          () => 'refused' as const,
        ),
      ),
    );
    const codes = await Promise.all(chats.map(({ closed }) => closed));
    const { conversations } = await last;

    expect(late.filter((status) => status !== 503 && status !== 'refused')).toEqual([]);
    expect(new Set(codes)).toEqual(new Set([1012]));
    expect(await server.exited).toBe(0);
    expect(performance.now() - began).toBeLessThan(10_000);
    // Every answer is in the log, and reached the page before its socket closed.
    for (const activities of conversations) {
      expect(activities.map(({ body }) => body['text']).filter(Boolean)).toEqual([
        'Welcome',
        'last words',
        'echo: last words',
      ]);
    }
    expect(chats.filter(({ texts }) => !texts.includes('echo: last words'))).toEqual([]);
  });

  it('does not wait for clients that only hold a connection', async () => {
    server = await startChatServerProcess();
    await fetch(`${server.url}/livez`);
    const began = performance.now();
    server.signal('SIGTERM');
    expect(await server.exited).toBe(0);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
