import { parentPort, workerData } from 'node:worker_threads';
import { packModel } from './packModel.ts';
import { runTrainingJob, type TrainingJob } from './trainingJob.ts';

// Runs in a worker thread: one job, one packed model back.
const packed = packModel(runTrainingJob(workerData as TrainingJob));
parentPort?.postMessage(packed, [packed.buffer]);
