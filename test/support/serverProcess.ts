import { createRateLimits } from '#src/http/limits.ts';
import { systemClock } from '#src/systemClock.ts';
import { startChatServer } from './chatServer.ts';
import { EchoBot } from './echoBot.ts';
import { MemoryConversationLog } from './memoryConversationLog.ts';

/** The chat server in a process of its own, for tests that try to kill it. Started by `startServerProcess`. */
const bot = new EchoBot();
if (process.env['SLOW_TURN_MS']) {
  const delayMs = Number(process.env['SLOW_TURN_MS']);
  Object.defineProperty(bot, 'gate', {
    get: () => new Promise((resolve) => setTimeout(resolve, delayMs)),
  });
}
const log = new MemoryConversationLog(systemClock);
const withLimits = process.env['WITH_LIMITS'] === 'yes' ? { limits: createRateLimits({ clock: systemClock }) } : {};
const server = await startChatServer({ bot, log, ...withLimits });
process.send?.({ port: server.port });
process.on('message', (question) => {
  if (question === 'memory') {
    globalThis.gc?.();
    process.send?.({ rss: process.memoryUsage().rss, cpu: process.cpuUsage() });
  }
  if (question === 'log') process.send?.({ conversations: log.conversationIds.map((id) => log.dump(id)) });
});
process.on('SIGTERM', () => {
  void server.stop(8_000).then(() => {
    process.send?.({ conversations: log.conversationIds.map((id) => log.dump(id)) }, () => process.exit(0));
    return undefined;
  });
});
