import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Usage } from './reportUsage.ts';

/** A program under measurement, in a process of its own. */
export interface MeasuredProcess {
  usage(): Promise<Usage>;
  /** Resolves with the first message that holds `key`. @throws {Error} with its last words if the process ends before. */
  message<T>(key: string): Promise<T>;
  /** Resolves when a line with this text was printed. @throws as `message`. */
  printed(text: string): Promise<string>;
  send(message: object): void;
  /** Asks it to stop, and waits; without an answer within ten seconds it is killed. */
  stop(): Promise<void>;
}

export interface ProcessOptions {
  /** The script, relative to `cwd`. */
  readonly script: string;
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly nodeOptions?: readonly string[];
}

type Listener = (event: { readonly message?: object; readonly line?: string; readonly isOver?: true }) => void;

const PRELOAD = join(import.meta.dirname, 'reportUsage.ts');
const running = new Set<ChildProcess>();

/** Kills what is left, at once. Safe to call at any time. */
export function killAll(): void {
  for (const child of running) child.kill('SIGKILL');
}

/** Starts a program that can be asked for its CPU and memory. */
export function startProcess({ script, cwd, env = {}, nodeOptions = [] }: ProcessOptions): MeasuredProcess {
  const child = spawn(process.execPath, [...nodeOptions, '--import', PRELOAD, script], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  running.add(child);
  const listeners = new Set<Listener>();
  const lines: string[] = [];
  const tell: Listener = (event) => {
    for (const listener of listeners) listener(event);
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      for (const line of text.split('\n').filter((part) => part !== '')) {
        lines.push(line);
        if (lines.length > 200) lines.shift();
        tell({ line });
      }
    });
  }
  child.on('message', (message: object) => tell({ message }));
  let isOver = false;
  const exited = new Promise<void>((resolve) => {
    child.once('close', () => {
      isOver = true;
      running.delete(child);
      tell({ isOver: true });
      resolve();
    });
  });
  const next = <T>(pick: (event: Parameters<Listener>[0]) => T | undefined): Promise<T> =>
    new Promise((resolve, reject) => {
      const fail = (): void => reject(new Error(`${script} ended too early:\n${lines.slice(-10).join('\n')}`));
      if (isOver) return fail();
      const listener: Listener = (event) => {
        const picked = event.isOver ? undefined : pick(event);
        if (!event.isOver && picked === undefined) return;
        listeners.delete(listener);
        if (picked === undefined) fail();
        else resolve(picked);
      };
      listeners.add(listener);
    });
  const message = <T>(key: string): Promise<T> =>
    next((event) => (event.message as Record<string, T> | undefined)?.[key]);
  return {
    message,
    printed: async (text) => lines.find((line) => line.includes(text)) ?? next(({ line }) => pickLine(line, text)),
    async usage() {
      const answer = message<Usage>('usage');
      child.send('usage');
      return answer;
    },
    send: (payload) => void child.send(payload),
    async stop() {
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
      if (!isOver) child.kill('SIGTERM');
      await exited;
      clearTimeout(timer);
    },
  };
}

function pickLine(line: string | undefined, text: string): string | undefined {
  return line?.includes(text) ? line : undefined;
}
