import { BUS_CHANNELS } from '#src/domain/bus.ts';
import { MINUTE_MS, SECOND_MS } from '#src/domain/clock.ts';
import { defineRoute, type ResponseStream, type Route } from '#src/domain/httpRoute.ts';
import type { ConsoleOptions } from '../consoleOptions.ts';
import { PERMISSIONS } from '../permissions.ts';
import { isRequestId } from '../request/requestAddress.ts';

/** Proxies cut what is silent for a minute. */
const KEEP_ALIVE_MS = 20 * SECOND_MS;

/** Then the browser asks again, and session and role are checked anew. */
const LIFE_MS = 2 * MINUTE_MS;

/**
 * Server-sent events for the pages of the console: only that something changed, never what. The page then asks for it
 * like anybody else, so that role, office and audit have one place. `?request=<id>` adds the chat of that request.
 */
export function createLiveRoute(options: ConsoleOptions): Route {
  const { bus, clock, liveChats } = options;
  return defineRoute<'staff'>({
    method: 'GET',
    path: '/staff/live',
    auth: 'staff',
    roles: PERMISSIONS['queue.view'],
    headerClass: 'api',
    async handle({ principal, query }) {
      const id = query.get('request') ?? '';
      const { member } = principal.session;
      const chat = isRequestId(id) ? await liveChats.find(member, id) : undefined;
      return { status: 200, body: { kind: 'stream', contentType: 'text/event-stream; charset=utf-8', start } };

      function start(stream: ResponseStream): void {
        const tell = (event: 'queue' | 'request' | 'typing'): void => stream.send(`event: ${event}\ndata:\n\n`);
        const unsubscribe = [
          bus.subscribe(BUS_CHANNELS.contactRequest, (changed) => tell(changed === id ? 'request' : 'queue')),
          bus.subscribe(BUS_CHANNELS.resync, () => tell(chat ? 'request' : 'queue')),
          bus.subscribe(BUS_CHANNELS.personTyping, (conversationId) => {
            if (chat?.phase !== 'ended' && conversationId === chat?.conversationId) tell('typing');
          }),
        ];
        const keepAlive = (): void => {
          stream.send(':\n\n');
          beat = clock.schedule(KEEP_ALIVE_MS, keepAlive);
        };
        let beat = clock.schedule(KEEP_ALIVE_MS, keepAlive);
        const end = clock.schedule(LIFE_MS, () => stream.close());
        stream.onClose(() => {
          beat.cancel();
          end.cancel();
          for (const stop of unsubscribe) stop();
        });
        // The page was drawn a moment ago: what happened since is told at once.
        stream.send('retry: 1000\n\n');
        tell(chat ? 'request' : 'queue');
      }
    },
  });
}
