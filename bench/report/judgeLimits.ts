import type { BenchReport } from './benchReport.ts';

/** An absolute limit of the project, and whether this run kept it. Tests only look at counts and ratios. */
export interface Verdict {
  readonly limit: string;
  readonly measured: string;
  readonly isKept: boolean;
}

/** What the chat page may move on its first load, in bytes. */
const MAX_PAGE_BYTES = 25_000;
/** `npm run ask` reads 1,000 lines in under ten seconds. */
const MAX_SECONDS_PER_THOUSAND = 10;

/** Holds a report against the limits. */
export function judgeLimits({ pages, understanding, startUp }: Omit<BenchReport, 'verdicts'>): readonly Verdict[] {
  const page = Math.max(...Object.values(pages).map(({ total }) => total));
  const meanUs = Math.max(...Object.values(understanding).map((cost) => cost.meanUs));
  // A thousand times a mean in microseconds is the sum in milliseconds; the start comes on top.
  const thousandSeconds = (meanUs + startUp.warm.cpuMs) / 1_000;
  return [
    {
      limit: `first load of the page at most ${MAX_PAGE_BYTES} bytes`,
      measured: `${page} bytes`,
      isKept: page <= MAX_PAGE_BYTES,
    },
    {
      limit: `1,000 messages understood in at most ${MAX_SECONDS_PER_THOUSAND} s, start included`,
      measured: `${thousandSeconds.toFixed(1)} s of CPU`,
      isKept: thousandSeconds <= MAX_SECONDS_PER_THOUSAND,
    },
  ];
}
