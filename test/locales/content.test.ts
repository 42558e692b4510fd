import { describe, expect, it } from '@jest/globals';
import { calibrationSchema } from '#src/answering/calibration.ts';
import { readCalibration } from '#src/answering/readCalibration.ts';
import { hashLanguage } from '#src/answering/training/hashContent.ts';
import { listCrisisFiles, listQuestionFiles } from '#src/cli/listQuestionFiles.ts';
import { readQuestions } from '#src/cli/readQuestions.ts';
import { checkContent } from '#src/knowledge/checkContent.ts';
import { formatProblem } from '#src/knowledge/contentProblem.ts';
import { loadTrainingContent } from '#src/knowledge/loadTrainingContent.ts';
import { LOCALES_DIR } from '#test/support/trainingContent.ts';

const { questions } = readQuestions([...listQuestionFiles(), ...listCrisisFiles()]);
/** The day the content was made: what grows old later is for `npm run content` to tell, not for a test to fail on. */
const MADE_ON = Date.parse('2026-11-24T00:00:00Z');

describe('the content of locales/', () => {
  it('keeps every rule for writers', () => {
    const problems = checkContent(LOCALES_DIR, questions.map(({ text }) => text), MADE_ON);
    expect(problems.filter(({ severity }) => severity === 'error').map(formatProblem)).toEqual([]);
  });

  it('is the content the calibration was fitted on: else run “npm run calibrate” and commit locales/calibration.json', () => {
    const content = loadTrainingContent(LOCALES_DIR);
    const labels = content.topics.map(({ id }) => id);
    const calibration = readCalibration(LOCALES_DIR);
    const stale = content.languages.filter(
      (language) => calibration?.languages[language.tag]?.contentHash !== hashLanguage(language, labels),
    );
    expect(stale.map(({ tag }) => `${tag}: phrases or titles changed, run “npm run calibrate”`)).toEqual([]);
    expect(calibrationSchema.safeParse(calibration).success).toBe(true);
  });

  it('has questions to measure it by, in every language offered', () => {
    const measured = new Set(questions.map(({ lang }) => lang));
    expect(loadTrainingContent(LOCALES_DIR).languages.filter(({ tag }) => !measured.has(tag))).toEqual([]);
  });
});
