import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadStaticFiles } from '#src/http/staticFiles.ts';
import { createStaticRoutes } from '#src/http/staticRoutes.ts';
import { type ChatServer, startChatServer } from '#test/support/chatServer.ts';
import { sendRaw } from '#test/support/rawHttp.ts';

const SCRIPT = `console.log("${'a'.repeat(2_000)}");`;
let folder: string;
let server: ChatServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'web-'));
  await mkdir(join(folder, 'chat'));
  await writeFile(join(folder, 'chat/index.html'), '<!doctype html><title>Chat</title>'.padEnd(500));
  await writeFile(join(folder, 'chat/app-5XKZ3QJA.js'), SCRIPT);
  await writeFile(join(folder, 'chat/icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await writeFile(join(folder, 'chat/app-5XKZ3QJA.js.map'), '{}');
  await writeFile(join(folder, 'embed.js'), 'void 0;');
  await writeFile(join(folder, '.hidden.txt'), 'secret');
  const files = await loadStaticFiles(folder);
  server = await startChatServer({
    routes: createStaticRoutes({
      files,
      pages: [{ path: '/', file: 'chat/index.html', headerClass: 'page' }],
      embeds: ['embed.js'],
    }),
  });
});

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

/** Without the automatic decompression of `fetch`. */
async function get(
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; head: string; body: Buffer }> {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const { status, text } = await sendRaw(
    server.port,
    `GET ${path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n${lines.join('')}\r\n`,
  );
  const end = text.indexOf('\r\n\r\n');
  return { status, head: text.slice(0, end).toLowerCase(), body: Buffer.from(text.slice(end + 4), 'latin1') };
}

describe('static files', () => {
  it('sends the smallest variant a client takes', async () => {
    const brotli = await get('/chat/app-5XKZ3QJA.js', { 'accept-encoding': 'gzip, br' });
    expect(brotli.head).toContain('content-encoding: br');
    expect(brotliDecompressSync(brotli.body).toString()).toBe(SCRIPT);

    const zipped = await get('/chat/app-5XKZ3QJA.js', { 'accept-encoding': 'gzip, br;q=0' });
    expect(zipped.head).toContain('content-encoding: gzip');
    expect(gunzipSync(zipped.body).toString()).toBe(SCRIPT);

    const plain = await get('/chat/app-5XKZ3QJA.js');
    expect(plain.head).not.toContain('content-encoding');
    expect(plain.body.toString()).toBe(SCRIPT);
    expect(plain.head).toContain('vary: accept-encoding');
  });

  it('lets what carries a hash in its name be kept for ever, asks again for the rest, and keeps pages nowhere', async () => {
    expect((await get('/chat/app-5XKZ3QJA.js')).head).toContain('cache-control: public, max-age=31536000, immutable');
    expect((await get('/chat/icon.svg')).head).toContain('cache-control: no-cache');
    const page = await get('/');
    expect(page.head).toContain('cache-control: no-store');
    expect(page.head).not.toContain('etag');
    expect(page.head).toContain('content-type: text/html; charset=utf-8');
  });

  it('answers 304 to who has it already', async () => {
    const tag = (await fetch(`${server.url}/chat/icon.svg`)).headers.get('etag') ?? '';
    expect(tag).toMatch(/^"[\w-]{22}"$/);
    const again = await get('/chat/icon.svg', { 'if-none-match': tag });
    expect(again.status).toBe(304);
    expect(again.body).toHaveLength(0);
  });

  it('answers HEAD with the length and without the body', async () => {
    const response = await sendRaw(server.port, 'HEAD /chat/icon.svg HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n');
    expect(response.status).toBe(200);
    expect(response.text).toMatch(/content-length: 41\r\n/);
    expect(response.text.endsWith('\r\n\r\n')).toBe(true);
  });

  it('lets other sites load the embed script alone', async () => {
    expect((await get('/embed.js')).head).toContain('cross-origin-resource-policy: cross-origin');
    expect((await get('/chat/icon.svg')).head).toContain('cross-origin-resource-policy: same-origin');
  });

  it.each([
    '/chat',
    '/chat/',
    '/chat/index.html',
    '/chat/app-5XKZ3QJA.js.map',
    '/.hidden.txt',
    '/../package.json',
    '/%2e%2e/package.json',
    '/chat/..%2f..%2fpackage.json',
    '/etc/passwd',
  ])('has nothing at %s', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  it('refuses to start without the built pages, or with a file of unknown type', async () => {
    const files = await loadStaticFiles(folder);
    const pages = [{ path: '/staff', file: 'console/index.html', headerClass: 'staffPage' }] as const;
    expect(() => createStaticRoutes({ files, pages })).toThrow('console/index.html');
    await writeFile(join(folder, 'strange.exe'), '');
    await expect(loadStaticFiles(folder)).rejects.toThrow('strange.exe');
    await rm(join(folder, 'strange.exe'));
  });
});
