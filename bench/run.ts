/**
 * `npm run bench`: the performance table, as text and, in the last line, as JSON. Under four minutes; `-- --quick` under
 * one, without the cold start.
 *
 *   --profile DIR   also writes CPU profiles of the server under load
 */
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { listQuestionFiles } from '#src/cli/listQuestionFiles.ts';
import { readQuestions } from '#src/cli/readQuestions.ts';
import { killAll, startProcess } from './children/measuredProcess.ts';
import { copyProject, type ProjectCopy } from './children/projectCopy.ts';
import type { UnderstandingJob, UnderstandingResult } from './children/understanding.ts';
import { weighPages } from './pageBytes.ts';
import type { BenchReport } from './report/benchReport.ts';
import { formatReport } from './report/formatReport.ts';
import { measureRounds } from './rounds.ts';
import { measureStartUp } from './startUp.ts';

const LANGUAGES = ['en', 'fr', 'ar'];

const { values: flags } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, profile: { type: 'string' } },
});
const isQuick = flags.quick;
const deadlineSeconds = isQuick ? 60 : 240;
const startedAt = performance.now();

function tell(progress: string): void {
  process.stderr.write(`${((performance.now() - startedAt) / 1_000).toFixed(0).padStart(4)} s  ${progress}\n`);
}

async function runBench(copy: ProjectCopy): Promise<BenchReport> {
  if (!isQuick) tell('start with empty caches: training models, building pages');
  const cold = isQuick ? undefined : await measureStartUp(copy, 'cold', 1);
  tell('start with warm caches');
  const warm = await measureStartUp(copy, 'warm', isQuick ? 1 : 3);
  tell('understanding');
  const { costs, answered } = await measureUnderstanding(copy);
  const load = await measureRounds({
    copy,
    questions: new Map(Object.entries(answered)),
    rounds: isQuick ? 3 : 7,
    endBy: startedAt + deadlineSeconds * 1_000 * 0.75,
    requests: isQuick ? 1_500 : 4_000,
    people: isQuick ? 12 : 36,
    nodeOptions: flags.profile ? ['--cpu-prof', `--cpu-prof-dir=${resolve(flags.profile)}`] : [],
    report: tell,
  });
  return {
    date: new Date().toISOString(),
    machine: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${process.platform}, Node ${process.versions.node}`,
    isQuick,
    startUp: { ...(cold ? { cold } : {}), warm },
    load,
    understanding: costs,
    pages: weighPages(join(copy.root, 'dist/web')),
    seconds: (performance.now() - startedAt) / 1_000,
  };
}

async function measureUnderstanding(copy: ProjectCopy): Promise<UnderstandingResult> {
  const { questions } = readQuestions(listQuestionFiles());
  const job: UnderstandingJob = {
    questions: Object.fromEntries(
      LANGUAGES.map((tag) => [tag, questions.filter(({ lang }) => lang === tag).map(({ text }) => text)]),
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

const copy = copyProject({ withCaches: isQuick });
function cleanUp(): void {
  killAll();
  copy.remove();
}
function giveUp(reason: string): never {
  process.stderr.write(`${reason}\n`);
  cleanUp();
  process.exit(1);
}
process.once('SIGINT', () => giveUp('interrupted'));
process.once('SIGTERM', () => giveUp('interrupted'));
const deadline = setTimeout(
  () => giveUp(`The bench is not done after ${deadlineSeconds} s: the machine is too busy to measure anything.`),
  deadlineSeconds * 1_000,
);
try {
  const report = await runBench(copy);
  process.stdout.write(`${formatReport(report)}\n${JSON.stringify(report)}\n`);
} finally {
  clearTimeout(deadline);
  cleanUp();
}
