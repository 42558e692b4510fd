import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { withBuildLock } from './buildLock.ts';
import type { Installation } from './installation.ts';
import { waitForReady } from './startApp.ts';
import { waitFor } from './waitFor.ts';

const ROOT = join(import.meta.dirname, '../..');

/** How a process came to its end. */
export interface ServerExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** `node src/main.ts` as an operator runs it. */
export interface ServerProcess {
  readonly url: string;
  readonly dataDir: string;
  readonly exited: Promise<ServerExit>;
  /** All it has printed so far. */
  output(): { readonly stdout: string; readonly stderr: string };
  kill(signal: NodeJS.Signals): void;
}

/** Starts the program of an installation and waits until it is ready. */
export async function startServerProcess(installation: Installation): Promise<ServerProcess> {
  const server = spawnServer(installation.env, installation.certificateFile);
  const listens = (): boolean => server.isOver() || server.output().stdout.includes('"listening"');
  await withBuildLock(() => waitFor('the server to listen', listens, 220_000)).catch((error: unknown) => {
    server.kill('SIGKILL');
    throw error;
  });
  if (server.isOver()) throw new Error(`The server did not start: ${server.output().stderr}`);
  const url = `http://127.0.0.1:${installation.port}`;
  await waitForReady(url);
  return { ...server, url, dataDir: installation.dataDir };
}

/** Starts the program with an environment that it should refuse. @returns how it ended and what it said. */
export async function runServerToItsEnd(
  env: Readonly<Record<string, string>>,
): Promise<ServerExit & { readonly stdout: string; readonly stderr: string }> {
  const server = spawnServer(env);
  const exit = await withBuildLock(() => server.exited);
  return { ...exit, ...server.output() };
}

function spawnServer(env: Readonly<Record<string, string>>, certificateFile?: string) {
  const child: ChildProcess = spawn(process.execPath, ['src/main.ts'], {
    cwd: ROOT,
    env: {
      PATH: process.env['PATH'] ?? '',
      ...env,
      ...(certificateFile === undefined ? {} : { NODE_EXTRA_CA_CERTS: certificateFile }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    printed.stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    printed.stderr += text;
  });
  let isOver = false;
  const exited = new Promise<ServerExit>((resolve) => {
    child.once('close', (code, signal) => {
      isOver = true;
      resolve({ code, signal });
    });
  });
  return {
    exited,
    isOver: () => isOver,
    output: () => ({ ...printed }),
    kill: (signal: NodeJS.Signals) => void child.kill(signal),
  };
}
