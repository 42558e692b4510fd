import type { Rate, Score } from './scoreQuestions.ts';
import { wilsonInterval } from './wilsonInterval.ts';

/** Scores per language, per style and in total; languages the bot does not speak apart. */
export interface ScoreReport {
  readonly languages: Readonly<Record<string, Score>>;
  readonly styles: Readonly<Record<string, Score>>;
  readonly tiers: Readonly<Record<string, Score>>;
  readonly total: Score;
  readonly notOffered: Readonly<Record<string, Score>>;
}

const ROWS: readonly (readonly [keyof Omit<Score, 'questions'>, string])[] = [
  ['solved', 'solved'],
  ['right', '  right'],
  ['offered', '  offered'],
  ['wrong', 'wrong'],
  ['missed', 'missed'],
  ['crisisRecall', 'crisis recall'],
  ['crisisExact', '  exact topic'],
  ['falseAlarm', 'false alarm'],
  ['offTopicAnswered', 'off-topic falsely answered'],
  ['language', 'language right'],
  ['romanisedLanguage', '  romanised'],
  ['languageSamples', '  langid file'],
];

/** The report as text: share, hits of total, and the 95 % Wilson interval. */
export function formatScores({ languages, styles, tiers, total, notOffered }: ScoreReport): string {
  const blocks = [
    ...Object.entries(languages).map(([lang, value]) => formatBlock(lang, value)),
    ...Object.entries(styles)
      .filter(([, value]) => value.questions > 0)
      .map(([style, value]) => formatBlock(`style ${style}`, value, ['solved', 'right', 'offered', 'wrong', 'missed'])),
    ...Object.entries(tiers)
      .filter(([, value]) => value.questions > 0)
      .map(([name, value]) => formatBlock(name.toUpperCase(), value)),
    formatBlock('TOTAL', total),
    ...formatWorst(languages),
  ];
  const strangers = Object.entries(notOffered);
  if (strangers.length > 0) {
    blocks.push('\nNOT OFFERED (not in the total; the right language is “other”, and nothing should be answered)\n');
    for (const [lang, value] of strangers)
      blocks.push(formatBlock(lang, value, ['language', 'languageSamples', 'right', 'wrong', 'falseAlarm']));
  }
  return blocks.join('');
}

function formatBlock(title: string, value: Score, only?: readonly (keyof Score)[]): string {
  const rows = ROWS.filter(([key]) => (only === undefined || only.includes(key)) && value[key].total > 0);
  const lines = rows.map(([key, label]) => `  ${label.padEnd(28)}${formatRate(value[key])}\n`);
  return `\n${title} (${value.questions} questions)\n${lines.join('')}`;
}

function formatRate({ hits, total }: Rate): string {
  const [low, high] = wilsonInterval(hits, total);
  return `${percent(hits / total).padStart(6)}  ${`${hits}/${total}`.padStart(9)}  [${percent(low)}–${percent(high)}]`;
}

function formatWorst(languages: Readonly<Record<string, Score>>): string[] {
  const solved = Object.entries(languages)
    .filter(([, value]) => value.solved.total > 0)
    .map(([lang, value]) => [lang, value.solved.hits / value.solved.total] as const)
    .sort((a, b) => a[1] - b[1]);
  const [worst] = solved;
  if (!worst) return [];
  const mean = solved.reduce((sum, [, share]) => sum + share, 0) / solved.length;
  return [`\nsolved: mean of languages ${percent(mean)}, worst ${worst[0]} ${percent(worst[1])}\n`];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
