import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defineRoute, type HeaderClass, type Route } from '#src/domain/httpRoute.ts';
import { createHeaderTable } from '#src/http/headerTable.ts';
import { systemClock } from '#src/systemClock.ts';
import { type ChatServer, startChatServer } from '#test/support/chatServer.ts';
import { generateToken } from '#test/support/directLineClient.ts';
import { MemoryConversationLog } from '#test/support/memoryConversationLog.ts';

const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; " +
  "form-action 'self'; frame-ancestors https://iom.example; require-trusted-types-for 'script'";
const INERT = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const FEATURES =
  'accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(), ' +
  'geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), ' +
  'publickey-credentials-get=(), screen-wake-lock=(), sync-xhr=(), usb=(), xr-spatial-tracking=()';

const COMMON = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'permissions-policy': FEATURES,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
};
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

/** Exactly what each class sends. A change here is a decision, not a detail. */
const EXPECTED: Readonly<Record<HeaderClass, Readonly<Record<string, string>>>> = {
  page: { ...COMMON, 'content-security-policy': PAGE_POLICY, 'cache-control': 'no-store' },
  staffPage: {
    ...COMMON,
    'content-security-policy': PAGE_POLICY.replace('https://iom.example', "'none'"),
    'cache-control': 'no-store',
  },
  asset: { ...COMMON, 'content-security-policy': INERT, 'cache-control': 'no-cache' },
  api: { ...COMMON, 'content-security-policy': INERT, 'cache-control': 'no-store' },
  embed: {
    ...COMMON,
    'content-security-policy': INERT,
    'cache-control': 'no-cache',
    'cross-origin-resource-policy': 'cross-origin',
  },
};

/** Of the connection, not of the answer. */
const TRANSPORT = new Set(['date', 'connection', 'keep-alive', 'content-length', 'transfer-encoding']);

let server: ChatServer;
let token: string;
let conversation: string;
const log = new MemoryConversationLog(systemClock);

const classRoute = (headerClass: HeaderClass): Route =>
  defineRoute({
    method: 'GET',
    path: `/test/${headerClass}`,
    auth: 'public',
    headerClass,
    handle: async () => ({ status: 200, body: { kind: 'text', text: 'x', contentType: 'text/plain; charset=utf-8' } }),
  });

const throwingRoute = defineRoute({
  method: 'GET',
  path: '/test/throws',
  auth: 'public',
  headerClass: 'page',
  handle: async () => {
    throw new Error('secret: +32 470 12 34 56');
  },
});

beforeAll(async () => {
  server = await startChatServer({
    log,
    publicUrl: 'https://chat.example',
    allowedOrigins: ['https://iom.example'],
    headerTable: createHeaderTable({ isHttps: true, frameAncestors: ['https://iom.example'] }),
    limits: {
      take: (limit) =>
        limit === 'networkNewChats' && isBusy ? { kind: 'refused', retryAfterSeconds: 7 } : { kind: 'allowed' },
    },
    routes: [...(['page', 'staffPage', 'asset', 'api', 'embed'] as const).map(classRoute), throwingRoute],
  });
  const generated = await generateToken(server.url);
  token = generated.token;
  conversation = `/v3/directline/conversations/${generated.conversationId}`;
});

afterAll(() => server.stop());

let isBusy = false;

async function headersOf(
  method: string,
  path: string,
  init: RequestInit = {},
): Promise<{ status: number; headers: Record<string, string>; body: string }> {
  const response = await fetch(server.url + path, { method, ...init });
  const headers = Object.fromEntries([...response.headers].filter(([name]) => !TRANSPORT.has(name)));
  return { status: response.status, headers, body: await response.text() };
}

describe('response headers (M-14)', () => {
  it.each(['page', 'staffPage', 'asset', 'api', 'embed'] as const)('class %s, by GET and HEAD', async (headerClass) => {
    const expected = { ...EXPECTED[headerClass], 'content-type': 'text/plain; charset=utf-8' };
    for (const method of ['GET', 'HEAD']) {
      const { status, headers } = await headersOf(method, `/test/${headerClass}`);
      expect({ status, headers }).toEqual({ status: 200, headers: expected });
    }
  });

  const bearer = (value: string): RequestInit => ({ headers: { authorization: `Bearer ${value}` } });
  const json = (body: string): RequestInit => ({
    body,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  });
  const shared = { vary: 'Origin' };
  const cases: readonly (readonly [string, number, string, string, () => RequestInit, Record<string, string>])[] = [
    ['live', 200, 'GET', '/livez', () => ({}), {}],
    ['ready', 200, 'GET', '/readyz', () => ({}), {}],
    ['a new token', 200, 'POST', '/v3/directline/tokens/generate', () => ({}), {}],
    ['a new conversation', 201, 'POST', '/v3/directline/conversations', () => json('{}'), {}],
    ['a message', 200, 'POST', ':c/activities', () => json('{"type":"message","text":"a"}'), {}],
    ['an unreadable body', 400, 'POST', ':c/activities', () => json('{'), {}],
    ['no token', 401, 'GET', ':c', () => ({}), { 'www-authenticate': 'Bearer' }],
    ['a forged token', 403, 'GET', ':c', () => bearer('a.b.c'), {}],
    ['a foreign page', 403, 'POST', '/chat/start', () => ({ headers: { origin: 'https://evil.example' } }), shared],
    ['nothing there', 404, 'GET', '/nothing', () => ({}), {}],
    ['a wrong method', 405, 'DELETE', '/livez', () => ({}), { allow: 'GET, HEAD' }],
    ['too much', 413, 'POST', ':c/activities', () => json(`"${'a'.repeat(70_000)}"`), {}],
    ['a file', 415, 'POST', ':c/upload', () => json('{}'), {}],
    ['an encoding', 415, 'POST', '/chat/start', () => ({ headers: { 'content-encoding': 'gzip' } }), {}],
    ['a bug of ours in a page', 500, 'GET', '/test/throws', () => ({}), {}],
  ];
  it.each(cases)('%s: %i', async (_name, status, method, path, init, extra) => {
    const answer = await headersOf(method, path.replace(':c', conversation), init());
    expect(answer.status).toBe(status);
    expect(answer.headers).toEqual({ ...EXPECTED.api, ...JSON_TYPE, ...extra });
    if (status < 400) return;
    expect(Object.keys(JSON.parse(answer.body) as object)).toEqual(['error']);
    expect(answer.body).not.toMatch(/secret|\+32|at |nothing\b.*\/|evil/);
  });

  it('busy: 429, and a database that is gone: 503, both with Retry-After', async () => {
    isBusy = true;
    const busy = await headersOf('POST', '/v3/directline/tokens/generate');
    isBusy = false;
    expect(busy.status).toBe(429);
    expect(busy.headers).toEqual({ ...EXPECTED.api, ...JSON_TYPE, 'retry-after': '7' });

    log.isDown = true;
    const down = await headersOf('POST', '/chat/start');
    log.isDown = false;
    expect(down.status).toBe(503);
    expect(down.headers).toEqual({ ...EXPECTED.api, ...JSON_TYPE, 'retry-after': '5' });
    expect(down.body).toContain('storage_unavailable');
  });

  it('a preflight of a listed page: 204 with what Direct Line clients send; others: 403', async () => {
    const preflight = (origin: string): ReturnType<typeof headersOf> =>
      headersOf('OPTIONS', '/v3/directline/conversations', {
        headers: { origin, 'access-control-request-method': 'POST' },
      });
    const listed = await preflight('https://iom.example');
    expect(listed.status).toBe(204);
    expect(listed.headers).toEqual({
      ...EXPECTED.api,
      vary: 'Origin',
      'access-control-allow-origin': 'https://iom.example',
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'authorization, content-type, x-ms-bot-agent, x-requested-with',
      'access-control-expose-headers': 'Retry-After',
      'access-control-max-age': '600',
    });
    const foreign = await preflight('https://evil.example');
    expect(foreign.status).toBe(403);
    expect(foreign.headers).toEqual({ ...EXPECTED.api, ...JSON_TYPE });
    expect((await headersOf('OPTIONS', '/livez')).status).toBe(405);
  });

  it('sends HSTS only if people come by https', () => {
    for (const headers of Object.values(createHeaderTable({ isHttps: false, frameAncestors: [] }))) {
      expect(headers['strict-transport-security']).toBeUndefined();
    }
  });
});
