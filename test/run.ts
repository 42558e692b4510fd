/**
 * Runs jest and closes with one plain line, `N passed, N failed`, for people and machines. Arguments go to jest.
 *
 *   node test/run.ts                       every test
 *   node test/run.ts --unit                what needs neither browser, mail server, database server nor faults
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from './support/chromium.ts';
import { readWebchatBundle } from './support/webchatBundle.ts';

/** Tests that start browsers, servers, databases or child processes, train models, or attack for a long time. */
const SLOW = [
  'e2e/',
  'system/',
  'faults/',
  'storage/',
  'http/',
  'channels/',
  'understanding/',
  'maintenance/',
  'handoff/',
  'cli/',
  'web/',
  'reading/recognizer',
  'reading/workerLane',
  'answering/(?:crisisLexicon|interpret|prepareAnswering)',
];

const root = join(import.meta.dirname, '..');
const isUnit = process.argv.includes('--unit');
const passedOn = process.argv.slice(2).filter((argument) => argument !== '--unit');
const folder = mkdtempSync(join(tmpdir(), 'jest-'));
const report = join(folder, 'report.json');

if (!isUnit) {
  findChromium();
  readWebchatBundle();
  // Once, before both test workers would do it at the same time: on a bare clone it takes a minute or two.
  spawnSync(process.execPath, [join(root, 'src/cli/ask.ts')], {
    cwd: root,
    input: '',
    stdio: ['pipe', 'inherit', 'inherit'],
  });
}

const jest = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    join(root, 'node_modules/jest/bin/jest.js'),
    '--maxWorkers=2',
    '--json',
    `--outputFile=${report}`,
    ...(isUnit ? [`--testPathIgnorePatterns=/test/(?:${SLOW.join('|')})`] : []),
    ...passedOn,
  ],
  // The JSON goes to the file; what people read is on standard error.
  { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
);

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly numPendingTests: number;
}

let summary: Report;
try {
  summary = JSON.parse(readFileSync(report, 'utf8')) as Report;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
// A file that does not even load has no tests to count: it counts as one failure. A skipped test is a failure too:
// no test may be left out because something is missing.
const failed = summary.numFailedTests + summary.numRuntimeErrorTestSuites + summary.numPendingTests;
process.stdout.write(`${summary.numPassedTests} passed, ${failed} failed\n`);
process.exitCode = failed > 0 || summary.numPassedTests === 0 || jest.status === null ? 1 : 0;
