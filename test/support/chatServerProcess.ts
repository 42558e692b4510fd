import { systemClock } from '#src/systemClock.ts';
import { startChatServer } from './chatServer.ts';
import { EchoBot } from './echoBot.ts';
import { MemoryConversationLog } from './memoryConversationLog.ts';

/** The chat server in a process of its own, for tests that try to kill it. Started by `startChatServerProcess`. */
const bot = new EchoBot();
if (process.env['SLOW_TURN_MS']) {
  const delayMs = Number(process.env['SLOW_TURN_MS']);
  Object.defineProperty(bot, 'gate', {
    get: () => new Promise((resolve) => setTimeout(resolve, delayMs)),
  });
}
const log = new MemoryConversationLog(systemClock);
const server = await startChatServer({ bot, log });
process.send?.({ port: server.port });
process.on('message', (question) => {
  if (question === 'memory') {
    globalThis.gc?.();
    process.send?.({ rss: process.memoryUsage().rss });
  }
});
process.on('SIGTERM', () => {
  void server.stop(8_000).then(() => {
    process.send?.({ conversations: log.conversationIds.map((id) => log.dump(id)) }, () => process.exit(0));
    return undefined;
  });
});
