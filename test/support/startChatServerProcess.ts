import { type ChildProcess, fork } from 'node:child_process';

/** A chat server in its own process. */
export interface ChatServerProcess {
  readonly port: number;
  readonly url: string;
  isAlive(): boolean;
  ask<T>(question: 'memory'): Promise<T>;
  /** The next message the process sends by itself. */
  nextMessage<T>(): Promise<T>;
  signal(signal: NodeJS.Signals): void;
  /** Resolves with the exit code. */
  exited: Promise<number | null>;
}

export async function startChatServerProcess(env: Record<string, string> = {}): Promise<ChatServerProcess> {
  const child = fork(new URL('./chatServerProcess.ts', import.meta.url), {
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const { port } = await next<{ port: number }>(child);
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    ask(question) {
      child.send(question);
      return next(child);
    },
    nextMessage: () => next(child),
    signal: (signal) => void child.kill(signal),
    exited: new Promise((resolve) => child.once('exit', resolve)),
  };
}

function next<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const fail = (code: number | null): void => reject(new Error(`The server process ended with ${code}`));
    child.once('exit', fail);
    child.once('message', (message) => {
      child.off('exit', fail);
      resolve(message as T);
    });
  });
}
