import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fitCalibration } from '#src/answering/fitCalibration.ts';
import { CALIBRATION_FILE } from '#src/answering/readCalibration.ts';
import { isCrisisTopic, type TopicId } from '#src/domain/topic.ts';
import { loadTrainingContent } from '#src/knowledge/loadTrainingContent.ts';
import { listCrisisFiles, listQuestionFiles } from './listQuestionFiles.ts';
import { LOCALES_DIR, MODELS_DIR } from './projectPaths.ts';
import { NO_TOPIC, readQuestions } from './readQuestions.ts';
import { stderrLogger } from './stderrLogger.ts';

/** `npm run calibrate`: fits the confidence of the answering anew and writes `locales/calibration.json`. */
async function calibrate(): Promise<void> {
  const content = loadTrainingContent(LOCALES_DIR);
  const tags = new Set(content.languages.map(({ tag }) => tag));
  const questions = readQuestions(listQuestionFiles()).questions.filter(({ lang }) => tags.has(lang));
  const nearDanger = readQuestions(listCrisisFiles()).questions.filter(({ lang }) => tags.has(lang));
  const judged = [...questions, ...nearDanger].map(({ text, topic, accept }) => ({
    text,
    isDanger: isCrisisTopic(topic as TopicId),
    isNeighbour: topic === NO_TOPIC,
    isUnclear: !isCrisisTopic(topic as TopicId) && accept.some((id) => id.startsWith('safety-')),
  }));
  const calibration = await fitCalibration(
    content,
    questions,
    judged.filter(({ isUnclear }) => !isUnclear),
    MODELS_DIR,
    stderrLogger,
  );
  const file = join(LOCALES_DIR, CALIBRATION_FILE);
  writeFileSync(file, `${JSON.stringify(calibration, roundNumber, 2)}\n`);
  process.stdout.write(`Fitted ${tags.size} languages on their phrases and ${questions.length} questions: ${file}\n`);
}

/** Five decimals are more than the fit can tell, and keep the file readable. */
function roundNumber(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 1e5) / 1e5 : value;
}

await calibrate();
