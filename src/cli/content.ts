import { parseArgs } from 'node:util';
import { findConfusions } from '#src/answering/findConfusions.ts';
import { listExamples } from '#src/answering/training/trainingJob.ts';
import { checkContent } from '#src/knowledge/checkContent.ts';
import { formatProblem } from '#src/knowledge/contentProblem.ts';
import { describeContent, listUnreviewed } from '#src/knowledge/describeContent.ts';
import { loadTrainingContent } from '#src/knowledge/loadTrainingContent.ts';
import { systemClock } from '#src/systemClock.ts';
import { listCrisisFiles, listQuestionFiles } from './listQuestionFiles.ts';
import { LOCALES_DIR } from './projectPaths.ts';
import { readQuestions } from './readQuestions.ts';

const SHOWN_PAIRS = 20;
const SHOWN_PHRASES = 3;

/** The pairs of topics whose phrases are taken for each other, with some of the phrases. */
function printConfusions(localesDir: string, tag: string): void {
  const content = loadTrainingContent(localesDir);
  const language = content.languages.find((candidate) => candidate.tag === tag);
  if (!language) {
    process.stderr.write(`There are no phrases for “${tag}”. Name a language of manifest.json.\n`);
    process.exitCode = 2;
    return;
  }
  const labels = content.topics.map(({ id }) => id);
  for (const { topic, takenFor, phrases } of findConfusions(listExamples(language), labels, tag).slice(
    0,
    SHOWN_PAIRS,
  )) {
    process.stdout.write(`${phrases.length} × ${topic} taken for ${takenFor}\n`);
    for (const phrase of phrases.slice(0, SHOWN_PHRASES)) process.stdout.write(`    ${phrase}\n`);
  }
}

/** The answers nobody has confirmed, as lines for `reviews.json`: name and day are for the reviewer to fill in. */
function printUnreviewed(localesDir: string, tag: string): void {
  const answers = listUnreviewed(localesDir, tag);
  if (!answers) {
    process.stderr.write(`There is no language “${tag}”. Name one of manifest.json.\n`);
    process.exitCode = 2;
    return;
  }
  for (const { topic, textHash } of answers) {
    process.stdout.write(`  "${topic}": { "textHash": "${textHash}", "by": "", "on": "" },\n`);
  }
}

/**
 * `npm run content`: every problem of `locales/`, then a table. Exit code 1 if there is an error. `--json` for tools;
 * `--confusable fr` instead: topics of a language whose phrases are taken for each other;
 * `--unreviewed fr`: the answers that wait for a review, as lines for `reviews.json`.
 */
function reportContent(): void {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean' },
      locales: { type: 'string' },
      confusable: { type: 'string' },
      unreviewed: { type: 'string' },
    },
  });
  const localesDir = values.locales ?? LOCALES_DIR;
  if (values.confusable !== undefined) {
    printConfusions(localesDir, values.confusable);
    return;
  }
  if (values.unreviewed !== undefined) {
    printUnreviewed(localesDir, values.unreviewed);
    return;
  }
  const { questions } = readQuestions([...listQuestionFiles(), ...listCrisisFiles()]);
  const problems = checkContent(
    localesDir,
    questions.map(({ text }) => text),
    systemClock.now(),
  );
  const rows = describeContent(localesDir);
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  process.exitCode = errors > 0 ? 1 : 0;
  if (values.json) {
    process.stdout.write(`${JSON.stringify({ problems, rows }, null, 2)}\n`);
    return;
  }
  for (const problem of problems) process.stdout.write(`${formatProblem(problem)}\n`);
  const header = ['language', 'answers', 'phrases', 'fewest', 'reviewed', 'texts', 'oldest check'];
  const lines = rows.map((row) => [
    row.locale,
    `${row.answers}/${row.topics}`,
    String(row.phrases),
    String(row.fewestPhrases),
    `${row.reviewed}/${row.topics}`,
    row.review,
    row.oldestCheck,
  ]);
  for (const line of [header, ...lines])
    process.stdout.write(
      `${line
        .map((cell) => cell.padEnd(13))
        .join('')
        .trimEnd()}\n`,
    );
  process.stdout.write(`${errors} errors, ${problems.length - errors} warnings\n`);
}

reportContent();
