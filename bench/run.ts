/**
 * `npm run bench`: the performance table, as text and, in the last line, as JSON. At most four minutes; `-- --quick` at
 * most one, without the start from empty caches. Models that are out of date are trained before. Exit code 1 if an
 * absolute limit is broken.
 *
 *   --profile DIR   also writes CPU profiles of the server under load
 *   --matchers      instead of all that: how our matcher does beside nlp.js and MiniSearch trained on the same phrases,
 *                   in every language or those named (`--matchers fr ar`); about half a minute a language
 */
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { listQuestionFiles } from '#src/cli/listQuestionFiles.ts';
import { readQuestions } from '#src/cli/readQuestions.ts';
import { killAll, startProcess } from './children/measuredProcess.ts';
import { copyProject, type ProjectCopy } from './children/projectCopy.ts';
import type { UnderstandingJob, UnderstandingResult } from './children/understanding.ts';
import { compareMatchers } from './matchers/compareMatchers.ts';
import { formatMatchers } from './matchers/formatMatchers.ts';
import { weighPages } from './pageBytes.ts';
import type { BenchReport } from './report/benchReport.ts';
import { formatReport } from './report/formatReport.ts';
import { judgeLimits } from './report/judgeLimits.ts';
import { measureRounds } from './rounds.ts';
import { measureStartUp, type StartUp } from './startUp.ts';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    matchers: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    profile: { type: 'string' },
  },
});
const isQuick = flags.quick;
const deadlineSeconds = isQuick ? 60 : 240;
/** What is left for the start with empty caches. */
const COLD_SECONDS = isQuick ? 0 : 110;
/** Training models that are out of date: not measured here, and not in the deadline. */
const PREPARATION_SECONDS = 300;

const copies: ProjectCopy[] = [];
let startedAt = performance.now();
let deadline = setTimeout(() => undefined, 0);

function tell(progress: string): void {
  process.stderr.write(`${secondsSince(startedAt).toFixed(0).padStart(4)} s  ${progress}\n`);
}

function secondsSince(moment: number): number {
  return (performance.now() - moment) / 1_000;
}

function makeCopy(withCaches: boolean): ProjectCopy {
  const copy = copyProject({ withCaches });
  copies.push(copy);
  return copy;
}

function cleanUp(): void {
  clearTimeout(deadline);
  killAll();
  for (const copy of copies) copy.remove();
}

function giveUp(reason: string): never {
  process.stderr.write(`${reason}\n`);
  cleanUp();
  process.exit(1);
}

function setDeadline(seconds: number): void {
  clearTimeout(deadline);
  startedAt = performance.now();
  const reason = `Not done after ${seconds} s: the machine is too busy to measure anything.`;
  deadline = setTimeout(() => giveUp(reason), seconds * 1_000);
}

async function runBench(): Promise<BenchReport> {
  const copy = makeCopy(true);
  setDeadline(PREPARATION_SECONDS);
  tell('bringing pages and models up to date, if they are not');
  await measureStartUp(copy, 'preparation', 1);

  setDeadline(deadlineSeconds);
  tell('start with warm caches');
  const warm = await measureStartUp(copy, 'warm', isQuick ? 1 : 3);
  tell('understanding');
  const { costs, answered } = await measureUnderstanding(copy);
  const load = await measureRounds({
    copy,
    questions: new Map(Object.entries(answered)),
    rounds: isQuick ? 3 : 5,
    endBy: startedAt + (deadlineSeconds - COLD_SECONDS) * 1_000 * 0.9,
    requests: isQuick ? 1_500 : 4_000,
    people: isQuick ? 12 : 36,
    nodeOptions: flags.profile ? ['--cpu-prof', `--cpu-prof-dir=${resolve(flags.profile)}`] : [],
    report: tell,
  });
  const cold = isQuick ? undefined : await measureColdStart();
  const measured = {
    date: new Date().toISOString(),
    machine: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${process.platform}, Node ${process.versions.node}`,
    isQuick,
    startUp: { warm, ...(cold ? { cold } : {}) },
    load,
    understanding: costs,
    pages: weighPages(join(copy.root, 'dist/web')),
    seconds: secondsSince(startedAt),
  };
  return { ...measured, verdicts: judgeLimits(measured) };
}

async function measureUnderstanding(copy: ProjectCopy): Promise<UnderstandingResult> {
  const { questions } = readQuestions(listQuestionFiles());
  const job: UnderstandingJob = {
    questions: Object.fromEntries(
      [...new Set(questions.map(({ lang }) => lang))].map((tag) => [
        tag,
        questions.filter(({ lang }) => lang === tag).map(({ text }) => text),
      ]),
    ),
    repeats: isQuick ? 4 : 12,
  };
  const child = startProcess({ script: 'bench/children/understanding.ts', cwd: copy.root });
  await child.message('isReady');
  const result = child.message<UnderstandingResult>('result');
  child.send({ job });
  const measured = await result;
  await child.stop();
  return measured;
}

/** Last, because it may have to be left out: it trains every model. */
async function measureColdStart(): Promise<StartUp | undefined> {
  tell('start with empty caches: training models, building pages');
  const left = deadlineSeconds - secondsSince(startedAt) - 10;
  const late = wait(left * 1_000, undefined, { ref: false });
  const cold = await Promise.race([measureStartUp(makeCopy(false), 'cold', 1), late]);
  if (!cold) tell(`not ready after ${left.toFixed(0)} s: left out`);
  return cold;
}

process.once('SIGINT', () => giveUp('interrupted'));
process.once('SIGTERM', () => giveUp('interrupted'));
if (flags.matchers) {
  const scores = await compareMatchers(positionals, tell);
  process.stdout.write(`${formatMatchers(scores)}\n${JSON.stringify(scores)}\n`);
  process.exit();
}
try {
  const report = await runBench();
  process.stdout.write(`${formatReport(report)}\n${JSON.stringify(report)}\n`);
  if (report.verdicts.some(({ isKept }) => !isKept)) process.exitCode = 1;
} finally {
  cleanUp();
}
// A start that was left out still waits for its process.
process.exit();
