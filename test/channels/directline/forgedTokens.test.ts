import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type ChatServer, startChatServer, TEST_TOKEN_KEYS } from '#test/support/chatServer.ts';
import { EchoBot } from '#test/support/echoBot.ts';
import { FakeClock } from '#test/support/fakeClock.ts';

const KEY = TEST_TOKEN_KEYS[0]?.secret ?? new Uint8Array();
const HOUR = 3_600;

type Json = Record<string, unknown>;

const encode = (value: Json): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function forge(claims: Json, header: Json = {}, key: Uint8Array = KEY, hash = 'sha256'): string {
  const content = `${encode({ alg: 'HS256', typ: 'JWT', kid: 'test', ...header })}.${encode(claims)}`;
  return `${content}.${createHmac(hash, key).update(content).digest('base64url')}`;
}

let clock: FakeClock;
let server: ChatServer;
let bot: EchoBot;
let mine: { token: string; conversationId: string; streamUrl: string };
let other: { token: string; conversationId: string };
let claims: Json;

const decode = (token: string): Json =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Json;

beforeAll(async () => {
  clock = new FakeClock();
  bot = new EchoBot();
  server = await startChatServer({ clock, bot });
  const start = async (): Promise<typeof mine> =>
    (await (await fetch(`${server.url}/chat/start`, { method: 'POST' })).json()) as typeof mine;
  mine = await start();
  other = await start();
  claims = decode(mine.token);
  await server.directLine.settle();
});

afterAll(() => server.stop());

let before: string;
const snapshot = (): string => JSON.stringify(server.log.conversationIds.map((id) => server.log.dump(id)));

beforeEach(() => {
  before = snapshot();
});

const url = (rest = ''): string => `${server.url}/v3/directline/conversations/${mine.conversationId}${rest}`;

async function tryEverything(authorization: string | undefined): Promise<number[]> {
  const headers = { 'content-type': 'application/json', ...(authorization === undefined ? {} : { authorization }) };
  const body = JSON.stringify({ type: 'message', text: 'forged' });
  const calls = [
    fetch(url('/activities'), { method: 'POST', headers, body }),
    fetch(url('/activities'), { headers }),
    fetch(url('?watermark=0'), { headers }),
    fetch(`${server.url}/v3/directline/tokens/refresh`, { method: 'POST', headers }),
    fetch(`${server.url}/v3/directline/conversations`, { method: 'POST', headers }),
  ];
  return (await Promise.all(calls)).map(({ status }) => status);
}

describe('forged tokens (M-10)', () => {
  const now = (): number => Math.floor(clock.now() / 1_000);
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const forgeries: readonly (readonly [string, () => string | undefined, number])[] = [
    ['no header', () => undefined, 401],
    ['an empty token', () => 'Bearer ', 401],
    ['another scheme', () => 'Basic dTpw', 401],
    ['no token at all', () => 'Bearer abc', 403],
    ['alg none', () => `Bearer ${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims)}.`, 403],
    [
      'alg none with the signature',
      () => `Bearer ${encode({ alg: 'none', typ: 'JWT', kid: 'test' })}.${mine.token.split('.').slice(1).join('.')}`,
      403,
    ],
    ['another key', () => `Bearer ${forge(claims, {}, new Uint8Array(32).fill(8))}`, 403],
    ['another hash', () => `Bearer ${forge(claims, { alg: 'HS512' }, KEY, 'sha512')}`, 403],
    [
      'a signature of RSA',
      () => {
        const content = `${encode({ alg: 'RS256', typ: 'JWT', kid: 'test' })}.${encode(claims)}`;
        return `Bearer ${content}.${sign('sha256', Buffer.from(content), rsa.privateKey).toString('base64url')}`;
      },
      403,
    ],
    ['an unknown key id', () => `Bearer ${forge(claims, { kid: 'other' })}`, 403],
    [
      'a key of its own in the header',
      () =>
        `Bearer ${forge(claims, { kid: 'x', jku: 'http://127.0.0.1:1/keys', jwk: { kty: 'oct', k: 'AAAA' } }, Buffer.from('AAAA'))}`,
      403,
    ],
    [
      'changed claims under the old signature',
      () => {
        const [header, , signature] = mine.token.split('.');
        return `Bearer ${header}.${encode({ ...claims, exp: now() + 99 * HOUR })}.${signature}`;
      },
      403,
    ],
    ['a cut signature', () => `Bearer ${mine.token.slice(0, -3)}`, 403],
    ['run out', () => `Bearer ${forge({ ...claims, iat: now() - HOUR, exp: now() - 1 })}`, 403],
    ['not valid yet', () => `Bearer ${forge({ ...claims, nbf: now() + HOUR, exp: now() + 2 * HOUR })}`, 403],
    ['without an end', () => `Bearer ${forge({ ...claims, exp: undefined })}`, 403],
    ['for another purpose', () => `Bearer ${forge({ ...claims, aud: 'stream' })}`, 403],
    ['a stream ticket', () => `Bearer ${new URL(mine.streamUrl, 'http://x').searchParams.get('t')}`, 403],
    ['a person whose id we did not make', () => `Bearer ${forge({ ...claims, user: 'admin' })}`, 403],
    ['without a conversation', () => `Bearer ${forge({ ...claims, conv: undefined })}`, 403],
  ];
  it.each(forgeries)('%s is refused everywhere, without effect', async (_name, authorization, status) => {
    const statuses = await tryEverything(authorization());
    expect(new Set(statuses)).toEqual(new Set([status]));
    expect(snapshot()).toBe(before);
  });

  it('the token of another conversation opens none of this one', async () => {
    const headers = { authorization: `Bearer ${other.token}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ type: 'message', text: 'forged' });
    expect((await fetch(url('/activities'), { method: 'POST', headers, body })).status).toBe(403);
    expect((await fetch(url('/activities'), { headers })).status).toBe(403);
    expect((await fetch(url(), { headers })).status).toBe(403);
    expect(snapshot()).toBe(before);
  });

  it('whoever the client says it is, the message is from the owner of the token', async () => {
    await fetch(url('/activities'), {
      method: 'POST',
      headers: { authorization: `Bearer ${mine.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        type: 'message',
        text: 'who am I',
        from: { id: 'bot', role: 'bot', name: 'IOM' },
        recipient: { id: 'x' },
      }),
    });
    await server.directLine.settle();
    const stored = server.log.dump(mine.conversationId).find(({ body }) => body['text'] === 'who am I');
    expect(stored?.body['from']).toEqual({ id: claims['user'], role: 'user' });
    expect(bot.turns.at(-1)?.activity.from.id).toBe(claims['user']);
    expect(claims['user']).toMatch(/^dl_[\da-f]{32}$/);
  });
});

describe('the life of a token', () => {
  it('is half an hour, prolonged by refresh, and over a day after the first', async () => {
    let { token } = mine;
    const refresh = async (): Promise<{ status: number; token: string; expires_in: number }> => {
      const response = await fetch(`${server.url}/v3/directline/tokens/refresh`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
      });
      return { status: response.status, ...((await response.json()) as { token: string; expires_in: number }) };
    };
    expect(Number(claims['exp']) - Number(claims['iat'])).toBe(1_800);
    await clock.advance({ minutes: 29 });
    for (let quarter = 0; quarter < 93; quarter += 1) {
      const fresh = await refresh();
      expect(fresh.status).toBe(200);
      expect(fresh.expires_in).toBeLessThanOrEqual(1_800);
      ({ token } = fresh);
      await clock.advance({ minutes: 15 });
    }
    // 29 min + 93 × 15 min = 23 h 44 min: the last token ends with the day.
    const last = await refresh();
    expect(last.expires_in).toBe(16 * 60);
    ({ token } = last);
    await clock.advance({ minutes: 16 });
    expect((await refresh()).status).toBe(403);
  });
});
