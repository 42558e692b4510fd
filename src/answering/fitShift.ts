import type { Calibration, StraightLine } from './calibration.ts';
import { fitLogit } from './topics/fitLogit.ts';

/** A labelled question as the answering weighed it. */
export interface WeighedQuestion {
  /** Log-odds before the shift. */
  readonly first: number;
  readonly three: number;
  readonly isFirstRight: boolean;
  readonly isAmongThree: boolean;
}

/**
 * Moves the log-odds from “held-out phrases” to “what people ask”: a straight line for each output, fitted over the
 * questions of all languages together. Two numbers each cannot learn the questions by heart.
 */
export function fitShift(questions: readonly WeighedQuestion[]): Calibration['questions'] {
  return {
    first: fitLine(
      questions.map(({ first }) => first),
      questions.map(({ isFirstRight }) => isFirstRight),
    ),
    three: fitLine(
      questions.map(({ three }) => three),
      questions.map(({ isAmongThree }) => isAmongThree),
    ),
  };
}

function fitLine(logOdds: readonly number[], isRight: readonly boolean[]): StraightLine {
  const { means, deviations, weights } = fitLogit(
    logOdds.map((value) => [value]),
    isRight.map((right) => (right ? 1 : 0)),
    logOdds.map(() => 1),
  );
  const slope = (weights[0] as number) / (deviations[0] as number);
  return { slope, offset: (weights[1] as number) - slope * (means[0] as number) };
}
