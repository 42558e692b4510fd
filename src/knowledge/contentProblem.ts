/** Something in `locales/` that a content editor must mend (`error`) or should look at (`warning`). */
export interface ContentProblem {
  readonly severity: 'error' | 'warning';
  /** Path inside `locales/`: `fr/answers.json`. */
  readonly file: string;
  /** Topic, contact or key the problem lies in. */
  readonly at?: string;
  /** What is wrong and what to do. */
  readonly message: string;
}

/** `fr/answers.json · apply-how: the title is 48 characters long …` */
export function formatProblem(problem: ContentProblem): string {
  const place = problem.at === undefined ? problem.file : `${problem.file} · ${problem.at}`;
  return `${problem.severity === 'error' ? 'ERROR' : 'warning'} ${place}: ${problem.message}`;
}

/** `locales/` cannot be used as it is. The message lists every problem, one a line. */
export class ContentError extends Error {
  override readonly name = 'ContentError';
  readonly code = 'content_invalid';
  readonly problems: readonly ContentProblem[];

  constructor(problems: readonly ContentProblem[]) {
    super(`The content of locales/ cannot be used:\n${problems.map(formatProblem).join('\n')}`);
    this.problems = problems;
  }
}
