import { parentPort } from 'node:worker_threads';

// Stands in for the recogniser in tests of its lane: the task says what it should do.
parentPort?.on('message', (task: string) => {
  if (task === 'crash') throw new Error('crash on purpose');
  if (task === 'hang') for (;;);
  parentPort?.postMessage({ kind: 'result', value: task });
});
parentPort?.postMessage({ kind: 'ready' });
