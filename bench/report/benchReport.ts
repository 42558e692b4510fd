import type { UnderstandingCost } from '../children/understanding.ts';
import type { PageBytes } from '../pageBytes.ts';
import type { RoundsResult } from '../rounds.ts';
import type { StartUp } from '../startUp.ts';
import type { Verdict } from './judgeLimits.ts';

/** All that one run has measured: the JSON that `npm run bench` prints. */
export interface BenchReport {
  readonly date: string;
  readonly machine: string;
  readonly isQuick: boolean;
  /** `cold` is missing in a quick run, and if the machine was too busy to finish it in time. */
  readonly startUp: { readonly cold?: StartUp; readonly warm: StartUp };
  readonly load: RoundsResult;
  readonly understanding: Readonly<Record<string, UnderstandingCost>>;
  readonly pages: Readonly<Record<string, PageBytes>>;
  readonly verdicts: readonly Verdict[];
  readonly seconds: number;
}
