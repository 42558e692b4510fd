import { parentPort } from 'node:worker_threads';

// Stands in for the recogniser in tests of its lane: the task says what it should do.
parentPort?.on('message', (task: string) => {
  if (task === 'crash') throw new Error('crash on purpose');
  if (task === 'hang') for (;;);
  // As on a busy machine: time passes on the clock, and none on the processor.
  if (task === 'starve') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
  parentPort?.postMessage({ kind: 'result', value: task });
});
parentPort?.postMessage({ kind: 'ready' });
