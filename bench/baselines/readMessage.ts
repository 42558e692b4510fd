import type { IncomingMessage } from 'node:http';
import { readBody } from '#src/http/readBody.ts';

/** What a client posts. */
export interface PostedMessage {
  readonly text: string;
}

/** Reads a posted message with the very reader of the product: the comparison is not about that. */
export async function readMessage(request: IncomingMessage): Promise<PostedMessage> {
  const body = await readBody(request, 64 * 1024);
  if (body.kind !== 'read') throw new Error(`The message could not be read: ${body.kind}`);
  return JSON.parse(body.bytes.toString('utf8')) as PostedMessage;
}
