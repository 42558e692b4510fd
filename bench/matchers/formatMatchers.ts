import type { MatcherScore } from './compareMatchers.ts';

/** The comparison as text: a row per language and matcher, then all languages together. Shares in percent. */
export function formatMatchers(scores: readonly MatcherScore[]): string {
  const matchers = [...new Set(scores.map(({ matcher }) => matcher))];
  const totals = matchers.map((matcher): MatcherScore => {
    const rows = scores.filter((score) => score.matcher === matcher);
    const add = (pick: (score: MatcherScore) => number): number => rows.reduce((sum, row) => sum + pick(row), 0);
    return {
      language: 'all',
      matcher,
      questions: add(({ questions }) => questions),
      first: add(({ first }) => first),
      three: add(({ three }) => three),
      wrong: rows.some(({ wrong }) => wrong === null) ? null : add(({ wrong }) => wrong ?? 0),
      trainMs: add(({ trainMs }) => trainMs),
    };
  });
  const header = ['language', 'matcher', 'questions', 'first right', 'among three', 'wrong'];
  const rows = [...scores, ...totals].map(({ language, matcher, questions, first, three, wrong }) => [
    language,
    matcher,
    String(questions),
    percent(first, questions),
    percent(three, questions),
    wrong === null ? '–' : percent(wrong, questions),
  ]);
  return [header, ...rows]
    .map((row) =>
      row
        .map((cell) => cell.padEnd(13))
        .join('')
        .trimEnd(),
    )
    .join('\n');
}

function percent(hits: number, total: number): string {
  return total === 0 ? '–' : `${((100 * hits) / total).toFixed(1)} %`;
}
