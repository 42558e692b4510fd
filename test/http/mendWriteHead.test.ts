import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from '@jest/globals';
import restify from 'restify';
import { mendWriteHead } from '#src/http/mendWriteHead.ts';

it('gives the response back, for every server of the process, after restify has taken that away', async () => {
  restify.createServer();
  const server = createServer((_, response) => {
    const returned = response.writeHead(200) as unknown;
    response.end(String(returned === response));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const ask = async (): Promise<string> =>
    (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)).text();
  expect(await ask()).toBe('false');
  mendWriteHead();
  mendWriteHead();
  expect(await ask()).toBe('true');
  server.closeAllConnections();
  await new Promise((resolve) => {
    server.close(resolve);
  });
});
