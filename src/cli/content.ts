import { parseArgs } from 'node:util';
import { checkContent } from '#src/knowledge/checkContent.ts';
import { formatProblem } from '#src/knowledge/contentProblem.ts';
import { describeContent } from '#src/knowledge/describeContent.ts';
import { systemClock } from '#src/systemClock.ts';
import { listQuestionFiles } from './listQuestionFiles.ts';
import { LOCALES_DIR } from './projectPaths.ts';
import { readQuestions } from './readQuestions.ts';

/** `npm run content`: every problem of `locales/`, then a table. Exit code 1 if there is an error. `--json` for tools. */
function reportContent(): void {
  const { values } = parseArgs({ options: { json: { type: 'boolean' }, locales: { type: 'string' } } });
  const localesDir = values.locales ?? LOCALES_DIR;
  const { questions } = readQuestions(listQuestionFiles());
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
