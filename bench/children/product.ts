import { setTimeout as wait } from 'node:timers/promises';
import { type MeasuredProcess, startProcess } from './measuredProcess.ts';
import type { Usage } from './reportUsage.ts';

/** The real program, `node src/main.ts`, ready to serve. */
export interface Product {
  readonly process: MeasuredProcess;
  readonly port: number;
  /** From the start of the process until `/readyz` said yes. */
  readonly readyMs: number;
  readonly atReady: Usage;
}

export interface ProductOptions {
  readonly root: string;
  readonly dataDir: string;
  readonly nodeOptions?: readonly string[];
}

/**
 * Starts the program as an operator does, in demonstration mode, on free ports. It believes one proxy, so that every
 * person of the load has a network of their own and no limit of the program has to be weakened.
 */
export async function startProduct({ root, dataDir, nodeOptions = [] }: ProductOptions): Promise<Product> {
  const startedAt = performance.now();
  const child = startProcess({
    script: 'src/main.ts',
    cwd: root,
    env: { PORT: '0', METRICS_PORT: '0', DATA_DIR: dataDir, TRUSTED_PROXY_HOPS: '1' },
    nodeOptions,
  });
  const port = Number(/"port":(\d+)/.exec(await child.printed('"listening"'))?.[1]);
  while (!(await isReady(port))) await wait(10);
  return { process: child, port, readyMs: performance.now() - startedAt, atReady: await child.usage() };
}

async function isReady(port: number): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${port}/readyz`);
  await response.arrayBuffer();
  return response.ok;
}
