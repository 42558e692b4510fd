import { afterEach, describe, expect, it } from '@jest/globals';
import { createRateLimits } from '#src/http/limits.ts';
import { type ChatServer, type ChatServerOptions, startChatServer } from '#test/support/chatServer.ts';
import { EchoBot } from '#test/support/echoBot.ts';
import { FakeClock } from '#test/support/fakeClock.ts';

const servers: ChatServer[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop(500);
});

async function start(options?: ChatServerOptions): Promise<ChatServer> {
  const server = await startChatServer(options);
  servers.push(server);
  return server;
}

interface Started {
  readonly token: string;
  readonly conversationId: string;
  readonly streamUrl: string;
  readonly expires_in: number;
  readonly activityId?: string;
}

function post(
  server: ChatServer,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(server.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

function say(
  server: ChatServer,
  { token, conversationId }: Started,
  text: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  const path = `/v3/directline/conversations/${conversationId}/activities`;
  return post(server, path, { type: 'message', text }, { authorization: `Bearer ${token}`, ...headers });
}

describe('POST /chat/start', () => {
  it('opens a conversation with its first message in one round trip', async () => {
    const bot = new EchoBot();
    const server = await start({ bot });
    const activity = { type: 'message', text: 'hello', channelData: { clientActivityID: '1' } };
    const response = await post(server, '/chat/start', { locale: 'ar', activity });
    const chat = (await response.json()) as Started;
    await server.directLine.settle();

    expect(response.status).toBe(201);
    expect(chat.streamUrl).toMatch(/^\/v3\/directline\/conversations\/[\w-]+\/stream\?watermark=&t=/);
    expect(chat.expires_in).toBe(1_800);
    expect(bot.turns.map((turn) => turn.activity)).toMatchObject([
      {
        type: 'conversationUpdate',
        locale: 'ar',
        channelData: { welcomeShown: true },
        membersAdded: [{ id: expect.stringMatching(/^dl_/) }, { id: 'bot' }],
      },
      { type: 'message', text: 'hello', id: chat.activityId },
    ]);
  });

  it('creates nothing for a first message it cannot read, and nothing before somebody starts', async () => {
    const server = await start();
    expect((await post(server, '/chat/start', { activity: { type: 'invoke' } })).status).toBe(400);
    await post(server, '/v3/directline/tokens/generate');
    expect(server.log.conversationIds).toEqual([]);
  });

  it('is for our own pages (M-11)', async () => {
    const server = await start({ publicUrl: 'https://chat.example', allowedOrigins: ['https://iom.example'] });
    const from = async (origin: string): Promise<number> => (await post(server, '/chat/start', {}, { origin })).status;
    expect(await from('https://chat.example')).toBe(201);
    expect(await from('https://iom.example')).toBe(201);
    expect(await from('https://evil.example')).toBe(403);
    expect(await from('null')).toBe(403);
    expect((await post(server, '/chat/start')).status).toBe(201);
    for (const path of ['/v3/directline/tokens/generate', '/chat/end']) {
      expect((await post(server, path, {}, { origin: 'null' })).status).toBe(403);
    }
  });

  it('without a public address takes the page’s own host for its origin', async () => {
    const server = await start();
    expect((await post(server, '/chat/start', {}, { origin: server.url })).status).toBe(201);
    expect((await post(server, '/chat/start', {}, { origin: 'http://localhost:1' })).status).toBe(403);
  });
});

describe('POST /chat/end (M-32)', () => {
  const beacon = (server: ChatServer, token: string): Promise<Response> =>
    fetch(`${server.url}/chat/end`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain;charset=UTF-8' },
      body: JSON.stringify({ token }),
    });

  it('erases what was said and kills the token, by a beacon that has no headers', async () => {
    const server = await start();
    const chat = (await (await post(server, '/chat/start')).json()) as Started;
    await say(server, chat, 'a secret');
    await server.directLine.settle();
    expect((await beacon(server, chat.token)).status).toBe(204);

    expect(server.log.dump(chat.conversationId)).toEqual([]);
    expect((await say(server, chat, 'again')).status).toBe(404);
    const authorization = { authorization: `Bearer ${chat.token}` };
    expect((await post(server, '/v3/directline/tokens/refresh', undefined, authorization)).status).toBe(404);
    expect((await post(server, '/v3/directline/conversations', {}, authorization)).status).toBe(404);
    // Leaving twice is no error.
    expect((await beacon(server, chat.token)).status).toBe(204);
  });

  it('works with a token that has run out, not with one we did not make', async () => {
    const clock = new FakeClock();
    const server = await start({ clock });
    const chat = (await (await post(server, '/chat/start')).json()) as Started;
    await clock.advance({ hours: 2 });
    expect((await say(server, chat, 'too late')).status).toBe(403);
    expect((await beacon(server, `${chat.token}x`)).status).toBe(403);
    expect(server.log.dump(chat.conversationId)).not.toEqual([]);
    expect((await beacon(server, chat.token)).status).toBe(204);
    expect(server.log.dump(chat.conversationId)).toEqual([]);
  });

  it('erases again after a turn that was running, so that nothing it saves stays', async () => {
    const bot = new EchoBot();
    let open: () => void = () => {};
    bot.gate = new Promise((resolve) => {
      open = resolve;
    });
    const server = await start({ bot });
    const chat = (await (await post(server, '/chat/start')).json()) as Started;
    await say(server, chat, 'a secret');
    const erased: string[] = [];
    const { log } = server;
    const erase = log.erase.bind(log);
    Object.defineProperty(log, 'erase', {
      value: async (id: string) => {
        erased.push(id);
        await erase(id);
      },
    });
    await beacon(server, chat.token);
    expect(erased).toHaveLength(1);
    open();
    await server.directLine.settle();
    expect(erased).toHaveLength(2);
    expect(log.dump(chat.conversationId)).toEqual([]);
  });
});

describe('limits (M-09)', () => {
  it('slows a conversation that floods, and says when to come back', async () => {
    const clock = new FakeClock();
    const server = await start({ clock, limits: createRateLimits({ clock }) });
    const chat = (await (await post(server, '/chat/start')).json()) as Started;
    const statuses: number[] = [];
    for (let i = 0; i < 27; i += 1) statuses.push((await say(server, chat, String(i))).status);
    expect(statuses).toEqual([...Array(25).fill(200), 429, 429]);
    expect((await say(server, chat, 'x')).headers.get('retry-after')).toBe('3');
    await clock.advance({ seconds: 3 });
    expect((await say(server, chat, 'x')).status).toBe(200);
  });

  it('lets 150 people behind one address each finish a contact request within ten minutes', async () => {
    const clock = new FakeClock();
    const server = await start({ clock, limits: createRateLimits({ clock }) });
    const finish = async (minute: number): Promise<boolean> => {
      let response = await post(server, '/chat/start');
      if (response.status === 429) return false;
      const chat = (await response.json()) as Started;
      server.directLine.channel.shieldFromNetworkLimits(chat.conversationId);
      for (let step = 0; step < 12; step += 1) {
        response = await say(server, chat, `step ${step} in minute ${minute}`);
        if (response.status !== 200) return false;
      }
      return true;
    };
    let finished = 0;
    for (let minute = 0; minute < 10; minute += 1) {
      const results = await Promise.all(Array.from({ length: 15 }, () => finish(minute)));
      finished += results.filter(Boolean).length;
      await clock.advance({ minutes: 1 });
    }
    expect(finished).toBe(150);
  });

  it('refuses the 61st new chat of a network at once, but never a shielded form', async () => {
    const clock = new FakeClock();
    const server = await start({ clock, limits: createRateLimits({ clock }), trustedProxyHops: 1 });
    const here = { 'x-forwarded-for': '192.0.2.1' };
    const chats: Started[] = [];
    for (let i = 0; i < 60; i += 1) chats.push((await (await post(server, '/chat/start', {}, here)).json()) as Started);
    const refused = await post(server, '/chat/start', {}, here);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await post(server, '/chat/start', {}, { 'x-forwarded-for': '192.0.2.2' })).status).toBe(201);

    // 300 turns of 20 chats use up what the network has.
    for (const chat of chats.slice(0, 20))
      await Promise.all(Array.from({ length: 15 }, () => say(server, chat, 'x', here)));
    const [bystander, inForm] = chats.slice(20);
    if (!bystander || !inForm) throw new Error('too few chats');
    expect((await say(server, bystander, 'x', here)).status).toBe(429);
    server.directLine.channel.shieldFromNetworkLimits(inForm.conversationId);
    expect((await say(server, inForm, 'my number', here)).status).toBe(200);
  });
});

describe('two replicas on one log', () => {
  it('answer each other’s messages, and deliver on whichever holds the socket', async () => {
    const first = await start({ owner: 'a' });
    const second = await start({ owner: 'b', log: first.log });
    const chat = (await (await post(first, '/chat/start')).json()) as Started;
    await Promise.all([first, second].map((server) => server.directLine.settle()));
    for (let i = 0; i < 10; i += 1) await say(i % 2 ? first : second, chat, `message ${i}`);
    await Promise.all([first, second].map((server) => server.directLine.settle()));

    const texts = first.log.dump(chat.conversationId).map(({ body }) => String(body['text']));
    const echoes = texts.filter((text) => text.startsWith('echo: '));
    expect(echoes).toEqual(Array.from({ length: 10 }, (_, i) => `echo: message ${i}`));
  });
});
