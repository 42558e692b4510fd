import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { TrainingJob } from './trainingJob.ts';

/** More threads at once would starve the server that is starting beside them. */
const MAX_THREADS = 4;

/** A training thread died. */
export class TrainingError extends Error {
  override readonly name = 'TrainingError';
  readonly code = 'training_failed';
}

/**
 * Runs training jobs in worker threads, so that the event loop stays free.
 * @returns the packed models, in the order of the jobs.
 * @throws {TrainingError} if a thread fails.
 */
export async function trainInWorkers(jobs: readonly TrainingJob[]): Promise<Uint8Array[]> {
  const results: Uint8Array[] = [];
  let next = 0;
  const takeJobs = async (): Promise<void> => {
    while (next < jobs.length) {
      const index = next;
      next += 1;
      results[index] = await runInWorker(jobs[index] as TrainingJob);
    }
  };
  const threads = Math.min(MAX_THREADS, availableParallelism(), jobs.length);
  await Promise.all(Array.from({ length: threads }, takeJobs));
  return results;
}

function runInWorker(job: TrainingJob): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./trainWorker.ts', import.meta.url), { workerData: job });
    worker.once('message', resolve);
    worker.once('error', (cause) => reject(new TrainingError(`Training failed: ${job.kind}`, { cause })));
    worker.once('exit', (code) => {
      if (code !== 0) reject(new TrainingError(`The training thread ended early: ${job.kind}`));
    });
  });
}
