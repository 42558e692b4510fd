import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cappedFetch } from '#src/console/identity/cappedFetch.ts';

let server: Server;
let url: string;
const asked: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (request.url === '/elsewhere') {
      response.statusCode = 302;
      response.setHeader('location', '/secret');
      response.end();
    } else if (request.url === '/long') {
      response.write('x'.repeat(1024 * 1024));
      response.end('x');
    } else if (request.url === '/slow') {
      response.write('{');
    } else response.end('x'.repeat(1024 * 1024));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => {
    server.close(resolve);
  });
});

const ask = (path: string, signal?: AbortSignal) =>
  cappedFetch(url + path, {
    method: 'GET',
    headers: {},
    body: undefined,
    redirect: 'manual',
    ...(signal ? { signal } : {}),
  });

describe('what is asked of the identity provider', () => {
  it('follows no redirect', async () => {
    expect((await ask('/elsewhere')).status).toBe(302);
    expect(asked).not.toContain('/secret');
  });

  it('is given up at more than a megabyte', async () => {
    expect(await (await ask('/just')).text()).toHaveLength(1024 * 1024);
    await expect(ask('/long')).rejects.toThrow('too long');
  });

  it('is given up when the time is over, also in the middle of an answer', async () => {
    await expect(ask('/slow', AbortSignal.timeout(200))).rejects.toThrow();
  });
});
