import { z } from 'zod';

const logit = z.strictObject({
  means: z.array(z.number()).readonly(),
  deviations: z.array(z.number()).readonly(),
  weights: z.array(z.number()).readonly(),
});
const straightLine = z.strictObject({ slope: z.number(), offset: z.number() });

/**
 * `locales/calibration.json`, written by `npm run calibrate`: how to turn scores into honest probabilities.
 * `languages` was fitted on held-out phrases of the content with that fingerprint. `questions` moves the log-odds once
 * more, for all languages alike: phrases are written to differ, so held-out phrases are harder than what people ask;
 * it has two numbers per output and was fitted on the development questions.
 */
export const calibrationSchema = z.strictObject({
  languages: z.record(z.string(), z.strictObject({ contentHash: z.string(), first: logit, three: logit })),
  questions: z.strictObject({ first: straightLine, three: straightLine }),
});
export type Calibration = z.infer<typeof calibrationSchema>;
export type StraightLine = z.infer<typeof straightLine>;

/** Without the second step: what held-out phrases say. */
export const NO_SHIFT: Calibration['questions'] = {
  first: { slope: 1, offset: 0 },
  three: { slope: 1, offset: 0 },
};
