import { ServerResponse } from 'node:http';

type WriteHead = typeof ServerResponse.prototype.writeHead;

let mended: WriteHead | undefined;

/**
 * restify 12 replaces `writeHead` of every response of the process by one that returns nothing. Whoever then writes
 * `response.writeHead(200).end()`, as Node documents it, gets an error and the client waits for ever. Call it after
 * restify has made its server.
 */
export function mendWriteHead(): void {
  const { prototype } = ServerResponse;
  const replaced = Reflect.get(prototype, 'writeHead') as WriteHead;
  if (replaced === mended) return;
  mended = function writeHead(this: ServerResponse, ...args: unknown[]) {
    Reflect.apply(replaced, this, args);
    return this;
  } as WriteHead;
  prototype.writeHead = mended;
}
