/**
 * Preloaded into every measured process (`node --import`): answers the bench's questions about CPU and memory over the
 * IPC channel, so that the measured program itself needs no code for it, and dies with the bench.
 */
import { isMainThread } from 'node:worker_threads';

/** What a measured process says of itself. CPU counts all its threads, user and system, since its start. */
export interface Usage {
  readonly cpuUs: number;
  readonly rssBytes: number;
}

// Worker threads inherit `--import`; the process has one answer to give.
if (isMainThread && process.send) {
  process.on('message', (message) => {
    if (message !== 'usage') return;
    const { user, system } = process.cpuUsage();
    process.send?.({ usage: { cpuUs: user + system, rssBytes: process.memoryUsage.rss() } satisfies Usage });
  });
  // Also when the bench itself was killed: nothing is left running.
  process.on('disconnect', () => process.exit(1));
}
