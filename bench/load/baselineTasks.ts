import type { HttpCaller } from './httpCaller.ts';
import type { Task } from './measureLoad.ts';

/** Conversations the requests are spread over. */
const CONVERSATIONS = 200;

/** Posts `count` messages to a baseline server: the same path and shape as to the product. */
export function baselineTasks(caller: HttpCaller, count: number): readonly Task[] {
  return Array.from(
    { length: count },
    (_, i): Task =>
      async (timed) => {
        const path = `/v3/directline/conversations/c${i % CONVERSATIONS}/activities`;
        const message = {
          type: 'message',
          locale: 'en',
          text: 'How long does it take until I can travel?',
          channelData: { clientActivityID: String(i) },
        };
        await timed(() => caller.post(path, message, { authorization: 'Bearer none' }));
      },
  );
}
