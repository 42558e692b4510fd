import { startProduct } from './children/product.ts';
import type { ProjectCopy } from './children/projectCopy.ts';
import { median } from './report/statistics.ts';

/** From `node src/main.ts` until `/readyz` says yes. */
export interface StartUp {
  readonly readyMs: number;
  readonly cpuMs: number;
  readonly rssMb: number;
}

/** Starts the program `times` times, each time with an empty data folder. @returns the middle of each number. */
export async function measureStartUp(copy: ProjectCopy, name: string, times: number): Promise<StartUp> {
  const starts: StartUp[] = [];
  for (let i = 0; i < times; i += 1) {
    const product = await startProduct({ root: copy.root, dataDir: copy.dataDir(`${name}-${i}`) });
    const { cpuUs, rssBytes } = product.atReady;
    starts.push({ readyMs: product.readyMs, cpuMs: cpuUs / 1_000, rssMb: rssBytes / 1e6 });
    await product.process.stop();
  }
  return {
    readyMs: median(starts.map((start) => start.readyMs)),
    cpuMs: median(starts.map((start) => start.cpuMs)),
    rssMb: median(starts.map((start) => start.rssMb)),
  };
}
