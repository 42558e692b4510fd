import type { IncomingMessage } from 'node:http';

/** `aborted`: the client went away, or was too slow for the server's patience; nobody waits for an answer. */
export type ReadResult =
  | { readonly kind: 'read'; readonly bytes: Buffer }
  | { readonly kind: 'tooLarge' }
  | { readonly kind: 'aborted' };

/** Collects a request body of at most `maxBytes`. Stops reading at the limit, also when no length was announced. */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<ReadResult> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (result: ReadResult): void => {
      request.removeAllListeners('data');
      resolve(result);
    };
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) {
        request.pause();
        settle({ kind: 'tooLarge' });
        return;
      }
      chunks.push(chunk);
    });
    request.once('end', () => settle({ kind: 'read', bytes: Buffer.concat(chunks) }));
    request.once('error', () => settle({ kind: 'aborted' }));
    request.once('close', () => settle({ kind: 'aborted' }));
  });
}
