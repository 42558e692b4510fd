import { afterEach, describe, expect, it } from '@jest/globals';
import { BUS_CHANNELS } from '#src/domain/bus.ts';
import { systemClock } from '#src/systemClock.ts';
import { type ChatServer, type ChatServerOptions, startChatServer } from '#test/support/chatServer.ts';
import { DirectLineClient, type DirectLineClientOptions, generateToken } from '#test/support/directLineClient.ts';
import { EchoBot } from '#test/support/echoBot.ts';
import { MemoryConversationLog } from '#test/support/memoryConversationLog.ts';
import { MemoryOneTimeMarks } from '#test/support/memoryOneTimeMarks.ts';
import { waitFor } from '#test/support/waitFor.ts';

const ONLINE = 2;
const FAILED = 4;

const servers: ChatServer[] = [];
const clients: DirectLineClient[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) client.stop();
  for (const server of servers.splice(0)) await server.stop();
});

async function start(options?: ChatServerOptions): Promise<ChatServer> {
  const server = await startChatServer(options);
  servers.push(server);
  return server;
}

function connect(options: DirectLineClientOptions): DirectLineClient {
  const client = new DirectLineClient(options);
  clients.push(client);
  return client;
}

async function connectNew(server: ChatServer): Promise<DirectLineClient> {
  const { token } = await generateToken(server.url);
  return connect({ url: server.url, token });
}

/** Cuts every WebSocket, as a lost network does. */
function dropSockets(server: ChatServer): void {
  for (const id of server.log.conversationIds) server.log.bus.publish(BUS_CHANNELS.conversationEnded, id);
}

describe('DirectLineJS 0.15.8 against our server', () => {
  it('starts, is greeted, and gets each message back before its answer', async () => {
    const server = await start();
    const client = await connectNew(server);
    await client.waitForText('Welcome');

    const id = await client.post('hello', 'c1');
    await client.waitForText('echo: hello');

    expect(client.texts).toEqual(['Welcome', 'hello', 'echo: hello']);
    const echo = client.received[1];
    expect(echo?.id).toBe(id);
    expect(echo?.channelData?.clientActivityID).toBe('c1');
    expect(echo?.from.id).toMatch(/^dl_[\da-f]{32}$/);
    expect(client.received.some(({ type }) => type === 'conversationUpdate')).toBe(false);
    expect(client.status).toBe(ONLINE);
  });

  it('gives strictly increasing times, unique ids and all parts of an answer in order', async () => {
    const server = await start();
    const client = await connectNew(server);
    await client.waitForText('Welcome');
    await Promise.all([client.post('many', 'a'), client.post('many', 'b'), client.post('many', 'c')]);
    await client.waitForText('many 3', 3);

    const times = client.received.map(({ timestamp }) => Date.parse(timestamp));
    expect(times).toEqual([...new Set(times)].toSorted((a, b) => a - b));
    expect(new Set(client.received.map(({ id }) => id)).size).toBe(client.received.length);
    const answers = client.texts.filter((text) => text?.startsWith('many '));
    expect(answers).toEqual([1, 2, 3, 1, 2, 3, 1, 2, 3].map((number) => `many ${number}`));
  });

  it('streams typing without storing it, before the message it announces', async () => {
    let finishThinking: () => void = () => {};
    const thinking = new Promise<void>((resolve) => {
      finishThinking = resolve;
    });
    const server = await start({
      bot: {
        async handle(turn) {
          if (turn.activity.type !== 'message') return;
          await turn.send({ type: 'typing' });
          await thinking;
          await turn.send({ type: 'message', text: 'thought' });
        },
        giveUp: async () => {},
      },
    });
    const client = await connectNew(server);
    await waitFor('the socket', () => server.metrics.render().includes('websockets_open 1'));
    await client.post('a hard question', '1');
    await waitFor('typing', () => client.received.some(({ type }) => type === 'typing'));
    finishThinking();
    await client.waitForText('thought');

    const types = client.received.map(({ type }) => type);
    expect(types.slice(-2)).toEqual(['typing', 'message']);
    const stored = server.log.dump(client.conversationId).map(({ body }) => body['type']);
    expect(stored).not.toContain('typing');
  });

  it('replaces an activity in place: same id, same time', async () => {
    const server = await start();
    const client = await connectNew(server);
    await client.post('update', 'u');
    await client.waitForText('updated');

    const before = client.received.find(({ text }) => text === 'before');
    const after = client.received.find(({ text }) => text === 'updated');
    expect(after?.id).toBe(before?.id);
    expect(after?.timestamp).toBe(before?.timestamp);
  });

  it('stores a message once when a client sends it again', async () => {
    const server = await start();
    const client = await connectNew(server);
    const first = await client.post('hello', 'same');
    const second = await client.post('hello', 'same');
    await client.post('last', 'other');
    await client.waitForText('echo: last');

    expect(second).toBe(first);
    expect(client.texts.filter((text) => text === 'echo: hello')).toHaveLength(1);
  });

  it('loses and doubles nothing when the socket drops, and hears what was said meanwhile', async () => {
    const server = await start();
    const client = await connectNew(server);
    await client.post('one', '1');
    await client.waitForText('echo: one');

    dropSockets(server);
    await client.post('two', '2');
    await server.directLine.channel.deliver(client.conversationId, { type: 'message', text: 'while away' });
    await client.waitForText('while away');

    await client.post('three', '3');
    await client.waitForText('echo: three');
    expect(client.texts).toHaveLength(8);
    expect(new Set(client.texts)).toEqual(
      new Set(['Welcome', 'one', 'echo: one', 'two', 'echo: two', 'while away', 'three', 'echo: three']),
    );
    expect(client.status).toBe(ONLINE);
  });

  it('resumes with token and conversation: the whole history, or what is after the watermark', async () => {
    const server = await start();
    const before = await connectNew(server);
    await before.post('one', '1');
    await before.waitForText('echo: one');
    const { token, conversationId, watermark } = before;
    before.stop();

    const reloaded = connect({ url: server.url, token, conversationId });
    await reloaded.waitForText('echo: one');
    expect(reloaded.texts).toEqual(['Welcome', 'one', 'echo: one']);

    const resumed = connect({ url: server.url, token, conversationId, watermark });
    await resumed.post('two', '2');
    await resumed.waitForText('echo: two');
    expect(resumed.texts).toEqual(['two', 'echo: two']);
  });

  it('goes on after a restart of the server on the same log, and answers what was left unanswered', async () => {
    const log = new MemoryConversationLog(systemClock);
    const marks = new MemoryOneTimeMarks();
    const stuck = new EchoBot();
    stuck.gate = new Promise(() => {});
    const first = await startChatServer({ log, marks, bot: stuck });
    const { token } = await generateToken(first.url);
    const client = connect({ url: first.url, token });
    await client.waitForText('Welcome');
    await client.post('asked before the crash', '1');
    await waitFor('the turn to begin', () => stuck.turns.length === 2);
    await first.stop(50);

    const bot = new EchoBot();
    await start({ log, marks, bot, port: first.port });
    await client.waitForText('echo: asked before the crash');
    await client.post('after', '2');
    await client.waitForText('echo: after');

    expect(client.texts).toEqual([
      'Welcome',
      'asked before the crash',
      'echo: asked before the crash',
      'after',
      'echo: after',
    ]);
    expect(bot.turns[0]?.attempt).toBe(2);
  });

  it('works by polling, too', async () => {
    const server = await start();
    const { token } = await generateToken(server.url);
    const client = connect({ url: server.url, token, webSocket: false });
    await client.waitForText('Welcome');
    await client.post('hello', '1');
    await client.waitForText('echo: hello');
    expect(client.texts).toEqual(['Welcome', 'hello', 'echo: hello']);
  });

  it('refreshes its token for the same person and conversation', async () => {
    const server = await start();
    const client = await connectNew(server);
    await client.waitForText('Welcome');
    const fresh = await client.refresh();

    const claims = (token: string): Record<string, unknown> =>
      JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
    expect(claims(fresh)['user']).toBe(claims(client.token)['user']);
    expect(claims(fresh)['conv']).toBe(client.conversationId);
    expect(claims(fresh)['first']).toBe(claims(client.token)['first']);
  });

  it('hears that an erased conversation has ended (404), and that a forged token is dead (403)', async () => {
    const server = await start();
    const client = await connectNew(server);
    await client.waitForText('Welcome');
    await server.directLine.channel.end(client.conversationId);

    await expect(client.post('anybody there?')).rejects.toMatchObject({ status: 404 });
    await waitFor('the end', () => client.end === 'conversation ended');

    const forged = connect({ url: server.url, token: `${client.token.slice(0, -4)}AAAA` });
    await waitFor('the refusal', () => forged.status === FAILED);
    expect(forged.received).toEqual([]);
  });
});
