import { Worker } from 'node:worker_threads';
import type { SqlResult, SqlValue } from '../sql.ts';
import type { SqliteEngine } from './sqliteEngine.ts';
import type { ThreadAnswer, ThreadCall } from './sqliteThread.ts';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

const READY = 0;

/** Opens the file in a worker thread. Same errors as `openSqliteFile`. */
export async function openSqliteThread(file: string): Promise<SqliteEngine> {
  const worker = new Worker(new URL('./sqliteThread.ts', import.meta.url), { workerData: { file } });
  const waiting = new Map<number, Waiting>();
  let lastId = READY;
  let failure: Error | undefined;

  function fail(error: Error): void {
    failure ??= Object.assign(new Error('The database thread ended', { cause: error }), { errcode: SQLITE_IOERR });
    const reason = waiting.has(READY) ? error : failure;
    for (const entry of waiting.values()) entry.reject(reason);
    waiting.clear();
  }

  function call(request: WithoutId<ThreadCall>): Promise<unknown> {
    if (failure) return Promise.reject(failure);
    return new Promise((resolve, reject) => {
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      worker.postMessage({ ...request, id: lastId } as ThreadCall);
    });
  }

  worker.on('message', (answer: ThreadAnswer) => {
    const entry = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (!entry) return;
    if ('error' in answer) entry.reject(Object.assign(new Error(answer.error.message), answer.error));
    else entry.resolve(answer.value);
  });
  worker.on('error', fail);
  worker.on('exit', () => fail(new Error('The database thread has stopped')));

  await new Promise((resolve, reject) => waiting.set(READY, { resolve, reject }));
  return {
    run: (text, params) => call({ op: 'run', text, params }) as Promise<SqlResult<Record<string, SqlValue>>>,
    exec: (text) => call({ op: 'exec', text }) as Promise<void>,
    backupTo: (text) => call({ op: 'backup', text }) as Promise<void>,
    async close() {
      await call({ op: 'close' });
      await worker.terminate();
    },
  };
}

const SQLITE_IOERR = 10;
