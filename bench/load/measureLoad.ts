import { setTimeout as wait } from 'node:timers/promises';
import type { MeasuredProcess } from '../children/measuredProcess.ts';
import { median, quantile } from '../report/statistics.ts';

/** One measured stretch of load. Times in milliseconds as the client sees them; CPU of the server in microseconds. */
export interface LoadResult {
  readonly turns: number;
  readonly turnsPerSecond: number;
  readonly cpuUsPerTurn: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Clients at work at the same time. */
export const CONNECTIONS = 8;

/** Runs one task; `timed` measures one turn of it. */
export type Task = (timed: <T>(turn: () => Promise<T>) => Promise<T>) => Promise<void>;

/** Runs the tasks, eight at a time, and measures the server from before the first to after the last is digested. */
export async function measureLoad(server: MeasuredProcess, tasks: readonly Task[]): Promise<LoadResult> {
  await settle(server);
  const latencies: number[] = [];
  const timed = async <T>(turn: () => Promise<T>): Promise<T> => {
    const before = performance.now();
    const result = await turn();
    latencies.push(performance.now() - before);
    return result;
  };
  const queue = [...tasks];
  const work = async (): Promise<void> => {
    for (let task = queue.shift(); task; task = queue.shift()) await task(timed);
  };
  const before = await server.usage();
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: CONNECTIONS }, work));
  const seconds = (performance.now() - startedAt) / 1_000;
  // An answered turn still saves its state.
  await settle(server);
  const after = await server.usage();
  return {
    turns: latencies.length,
    turnsPerSecond: latencies.length / seconds,
    cpuUsPerTurn: (after.cpuUs - before.cpuUs) / latencies.length,
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
  };
}

/** The middle of several rounds, number by number. */
export function medianOfRounds(rounds: readonly LoadResult[]): LoadResult {
  const middle = (pick: (round: LoadResult) => number): number => median(rounds.map(pick));
  return {
    turns: middle((round) => round.turns),
    turnsPerSecond: middle((round) => round.turnsPerSecond),
    cpuUsPerTurn: middle((round) => round.cpuUsPerTurn),
    p50Ms: middle((round) => round.p50Ms),
    p99Ms: middle((round) => round.p99Ms),
  };
}

/** Waits until the server has next to nothing to do: less than 2 % of a core for 50 ms, or a second has passed. */
async function settle(server: MeasuredProcess): Promise<void> {
  let { cpuUs } = await server.usage();
  for (let i = 0; i < 20; i += 1) {
    await wait(50);
    const now = (await server.usage()).cpuUs;
    if (now - cpuUs < 1_000) return;
    cpuUs = now;
  }
}
