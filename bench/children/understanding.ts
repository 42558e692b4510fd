/**
 * Measures what it costs to understand a message: the very decision that `npm run ask` prints and the bot takes. Started
 * by the bench, which sends the questions.
 */
import { join } from 'node:path';
import { composeAnswering } from '#src/composeAnswering.ts';
import type { Logger } from '#src/domain/logger.ts';
import { systemClock } from '#src/systemClock.ts';
import { quantile } from '../report/statistics.ts';

/** The work: texts per language, and how often each is read. */
export interface UnderstandingJob {
  readonly questions: Readonly<Record<string, readonly string[]>>;
  readonly repeats: number;
}

/** The cost in one language: CPU of the process, in microseconds. */
export interface UnderstandingCost {
  readonly messages: number;
  readonly p50Us: number;
  readonly p99Us: number;
  readonly meanUs: number;
}

/** The cost per language, and the questions that the bot answers: what the load asks. */
export interface UnderstandingResult {
  readonly costs: Readonly<Record<string, UnderstandingCost>>;
  readonly answered: Readonly<Record<string, readonly string[]>>;
}

const silent: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const root = join(import.meta.dirname, '../..');

const { answerer } = await composeAnswering({
  localesDir: join(root, 'locales'),
  cacheDir: join(root, 'dist/models'),
  clock: systemClock,
  logger: silent,
  operated: false,
  showDraftHighRisk: true,
});

function readOnce(tag: string, text: string) {
  return answerer.interpret({ text, language: { tag, origin: 'browser' } });
}

function measure(tag: string, questions: readonly string[], repeats: number): UnderstandingCost {
  const costs: number[] = [];
  for (let i = 0; i < repeats; i += 1) {
    for (const text of questions) {
      // Not `threadCpuUsage`: on some kernels it only counts in steps of 4 ms.
      const before = process.cpuUsage();
      readOnce(tag, text);
      const { user, system } = process.cpuUsage(before);
      costs.push(user + system);
    }
  }
  return {
    messages: costs.length,
    p50Us: quantile(costs, 0.5),
    p99Us: quantile(costs, 0.99),
    meanUs: costs.reduce((sum, cost) => sum + cost, 0) / costs.length,
  };
}

function isAnswered(tag: string, text: string): boolean {
  const { reply, languageDecision } = readOnce(tag, text);
  return reply.kind === 'answered' && languageDecision.kind === 'stay';
}

process.on('message', (message: { readonly job?: UnderstandingJob }) => {
  if (!message.job) return;
  const { questions, repeats } = message.job;
  const languages = Object.entries(questions);
  // The first readings compile: they choose what the load asks, and are not counted.
  const answered = languages.map(([tag, texts]) => [tag, texts.filter((text) => isAnswered(tag, text))] as const);
  const costs = languages.map(([tag, texts]) => [tag, measure(tag, texts, repeats)] as const);
  const result: UnderstandingResult = { costs: Object.fromEntries(costs), answered: Object.fromEntries(answered) };
  process.send?.({ result });
});
process.send?.({ isReady: true });
