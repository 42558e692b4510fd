// Runs in a worker thread: the only place that touches the file, so that waiting for the disk never stops the event loop.
import { parentPort, workerData } from 'node:worker_threads';
import type { SqlValue } from '../sql.ts';
import { openSqliteFile } from './openSqliteFile.ts';

/** What the main thread asks for. */
export type ThreadCall =
  | { readonly id: number; readonly op: 'run'; readonly text: string; readonly params: readonly SqlValue[] }
  | { readonly id: number; readonly op: 'exec' | 'backup'; readonly text: string }
  | { readonly id: number; readonly op: 'close' };

/** What comes back. Errors cross the thread as plain data. */
export type ThreadAnswer =
  | { readonly id: number; readonly value: unknown }
  | {
      readonly id: number;
      readonly error: { readonly message: string; readonly code?: unknown; readonly errcode?: unknown };
    };

const port = parentPort;
if (!port) throw new Error('This module runs only in a worker thread');

const engine = openSqliteFile((workerData as { file: string }).file);

async function answer(call: ThreadCall): Promise<ThreadAnswer> {
  try {
    return { id: call.id, value: await perform(call) };
  } catch (error) {
    const { message, code, errcode } = error as Error & { code?: unknown; errcode?: unknown };
    return { id: call.id, error: { message, code, errcode } };
  }
}

async function reply(call: ThreadCall): Promise<void> {
  port?.postMessage(await answer(call));
  if (call.op === 'close') port?.close();
}

async function perform(call: ThreadCall): Promise<unknown> {
  switch (call.op) {
    case 'run':
      return engine.run(call.text, call.params);
    case 'exec':
      return engine.exec(call.text);
    case 'backup':
      return engine.backupTo(call.text);
    case 'close':
      return engine.close();
  }
}

port.on('message', (call: ThreadCall) => {
  void reply(call);
});

port.postMessage({ id: 0, value: 'ready' } satisfies ThreadAnswer);
