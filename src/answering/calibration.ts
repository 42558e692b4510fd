import { z } from 'zod';

const logit = z.strictObject({
  means: z.array(z.number()).readonly(),
  deviations: z.array(z.number()).readonly(),
  weights: z.array(z.number()).readonly(),
});
const straightLine = z.strictObject({
  slope: z.number(),
  offset: z.number(),
  /** Added to `offset` for questions in that language. */
  languages: z.record(z.string(), z.number()),
});

/**
 * `locales/calibration.json`, written by `npm run calibrate`: how to turn scores into honest probabilities.
 * `languages` was fitted on held-out phrases of the content with that fingerprint. `questions` moves the log-odds once
 * more: phrases are written to differ, so held-out phrases are harder than what people ask; a straight line for all
 * languages and a cautious step for each, fitted on the development questions. `danger` weighs the evidence of the crisis
 * screen: five numbers and a threshold, fitted on those questions and on `test/understanding/crisis`.
 */
const dangerWeights = z.strictObject({
  /** One per input of `weighDanger`. */
  weights: z.array(z.number()).length(4).readonly(),
  constant: z.number(),
  /** From this probability on a message gets a crisis card. */
  alarmAt: z.number().min(0).max(1),
});

export const calibrationSchema = z.strictObject({
  languages: z.record(z.string(), z.strictObject({ contentHash: z.string(), first: logit, three: logit })),
  questions: z.strictObject({ first: straightLine, three: straightLine }),
  danger: dangerWeights,
});
export type Calibration = z.infer<typeof calibrationSchema>;
export type DangerWeights = z.infer<typeof dangerWeights>;
export type StraightLine = z.infer<typeof straightLine>;

/** Without the second step: what held-out phrases say. */
export const NO_SHIFT: Calibration['questions'] = {
  first: { slope: 1, offset: 0, languages: {} },
  three: { slope: 1, offset: 0, languages: {} },
};

/** What the crisis screen works with before it was ever fitted. */
export const ROUGH_DANGER: DangerWeights = { weights: [0.4, 0.5, 0.4, 2], constant: 1, alarmAt: 0.35 };
