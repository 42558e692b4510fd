import { parseArgs } from 'node:util';
import { loadConfig } from '#src/config/config.ts';
import { readEnvironment } from '#src/config/readEnvironment.ts';
import { formatScores } from './formatScores.ts';
import { type Explain, openAnswering, openExplanations } from './openAnswering.ts';
import { readQuestions, STYLES } from './readQuestions.ts';
import {
  askLanguages,
  askQuestions,
  considerQuestions,
  type Score,
  type ScoredQuestion,
  score,
} from './scoreQuestions.ts';

/** Languages most people write, of whom more is asked. Small counts of one language are judged on those of its tier. */
const FIRST_TIER: ReadonlySet<string> = new Set(['en', 'fr', 'nl', 'de', 'pt', 'ar', 'es', 'ro', 'ru', 'tr']);

/** `npm run -s evaluate -- FILE…`: how well the bot understands labelled questions. `--errors` lists what went
 * wrong with the phrases behind it; `--semantic` lets the model of meaning help that the environment sets up. */
async function evaluate(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean' }, errors: { type: 'boolean' }, semantic: { type: 'boolean' } },
  });
  if (positionals.length === 0) {
    process.stderr.write('Name at least one file: npm run -s evaluate -- test/understanding/questions/*\n');
    process.exitCode = 2;
    return;
  }
  const { questions, samples } = readQuestions(positionals);
  const { knowledge, answerer, consider, semanticReady } = await openAnswering();
  if (values.semantic) {
    if (loadConfig(readEnvironment()).semanticHelp === undefined) {
      process.stderr.write('There is nothing to measure: set SEMANTIC_HELP and what it needs (see .env.example).\n');
      process.exitCode = 2;
      return;
    }
    await semanticReady;
  }
  const offered = new Set(knowledge.languages.map(({ tag }) => tag));
  const isOffered = (lang: string): boolean => offered.has(lang);
  const asked = values.semantic ? await considerQuestions(questions, consider) : askQuestions(questions, answerer);
  const heard = askLanguages(samples, answerer);
  const languages = [...new Set([...questions, ...samples].map(({ lang }) => lang))].sort();
  const scoreOf = (lang: string): Score =>
    score(
      asked.filter(({ question }) => question.lang === lang),
      heard.filter(({ sample }) => sample.lang === lang),
      isOffered,
    );
  const ours = asked.filter(({ question }) => isOffered(question.lang));
  const pool = (tags: ReadonlySet<string>): Score =>
    score(
      ours.filter(({ question }) => tags.has(question.lang)),
      heard.filter(({ sample }) => tags.has(sample.lang)),
      isOffered,
    );
  const report = {
    languages: Object.fromEntries(languages.filter(isOffered).map((lang) => [lang, scoreOf(lang)])),
    styles: Object.fromEntries(
      STYLES.map((style) => [
        style,
        score(
          ours.filter(({ question }) => question.style === style),
          [],
          isOffered,
        ),
      ]),
    ),
    tiers: {
      'first tier': pool(FIRST_TIER),
      'second tier': pool(new Set(languages.filter((tag) => !FIRST_TIER.has(tag)))),
    },
    total: score(
      ours,
      heard.filter(({ sample }) => isOffered(sample.lang)),
      isOffered,
    ),
    notOffered: Object.fromEntries(languages.filter((lang) => !isOffered(lang)).map((lang) => [lang, scoreOf(lang)])),
  };
  process.stdout.write(values.json ? `${JSON.stringify(report, null, 2)}\n` : formatScores(report));
  if (!values.errors) return;
  const explain = await openExplanations();
  for (const item of ours.filter(isError)) process.stdout.write(formatError(item, explain));
}

function isError({ outcome, decision, question }: ScoredQuestion): boolean {
  if (decision.kind === 'crisis' && !question.accept.some((topic) => topic.startsWith('safety-'))) return true;
  return outcome === 'wrong' || outcome === 'missed' || outcome === 'offTopicAnswered';
}

/** One error in one line, and below it the phrases that pulled the wrong way and those that should have pulled. */
function formatError({ outcome, decision, question }: ScoredQuestion, explain: Explain): string {
  const got = decision.topic ?? (decision.topics.join(' | ') || decision.kind);
  const pulls = [decision.topic ?? decision.topics[0], ...question.accept].flatMap((topic) =>
    topic === undefined || topic === null
      ? []
      : explain(question.text, decision.language, topic).map((phrase) => `\t${topic}: ${phrase}\n`),
  );
  return `${outcome}\t${question.id}\t${question.style}\t${question.accept.join('|')}\t→ ${decision.language} ${decision.kind} ${got} ${decision.confidence}\t${question.text}\n${pulls.join('')}`;
}

await evaluate();
