import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

/** A chat server in its own process. */
export interface ServerProcess {
  readonly port: number;
  readonly url: string;
  isAlive(): boolean;
  ask<T>(question: 'memory' | 'log'): Promise<T>;
  /** The next message the process sends by itself. */
  nextMessage<T>(): Promise<T>;
  signal(signal: NodeJS.Signals): void;
  /** Resolves with the exit code. */
  exited: Promise<number | null>;
}

export async function startServerProcess(env: Record<string, string> = {}): Promise<ServerProcess> {
  const child = fork(join(import.meta.dirname, 'serverProcess.ts'), {
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
    child.once('message', (message) => resolve(message as T));
    child.once('exit', (code) => reject(new Error(`The server process ended with ${code}`)));
  });
}
