import type { IncomingMessage } from 'node:http';
import type { Clock } from '#src/domain/clock.ts';
import { hasBody } from './parseBody.ts';

const MAX_DISCARDED_BYTES = 64 * 1024;
const MAX_WAIT_MS = 1_000;

/**
 * Swallows what is left of a body that nobody wants, within bounds. A connection that is closed over unread bytes is
 * reset, and the client never sees why it was refused.
 *
 * @returns true if nothing is left and the connection can go on.
 */
export async function discardBody(request: IncomingMessage, clock: Clock): Promise<boolean> {
  if (!hasBody(request) || request.complete) return true;
  if (request.destroyed || Number(request.headers['content-length'] ?? 0) > 4 * MAX_DISCARDED_BYTES) return false;
  return await new Promise((resolve) => {
    let discarded = 0;
    const settle = (): void => {
      timer.cancel();
      request.removeListener('data', count);
      request.pause();
      resolve(request.complete);
    };
    const count = (chunk: Buffer): void => {
      discarded += chunk.length;
      if (discarded > MAX_DISCARDED_BYTES) settle();
    };
    const timer = clock.schedule(MAX_WAIT_MS, settle);
    request.on('data', count);
    request.once('end', settle);
    request.once('close', settle);
    request.resume();
  });
}
