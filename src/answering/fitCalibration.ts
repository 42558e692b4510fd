import type { Logger } from '#src/domain/logger.ts';
import { WELL_KNOWN_TOPICS } from '#src/domain/topic.ts';
import type { TrainingContent } from '#src/domain/trainingContent.ts';
import { type Calibration, NO_SHIFT } from './calibration.ts';
import { fitShift, type WeighedQuestion } from './fitShift.ts';
import { loadParts } from './prepareAnswering.ts';
import { type AnsweringParts, readMessage } from './readMessage.ts';
import type { Calibrator } from './topics/fitCalibrator.ts';
import { hashLanguage } from './training/hashContent.ts';
import { unpackModel } from './training/packModel.ts';
import { trainInWorkers } from './training/trainInWorkers.ts';
import { weighEvidence } from './weighEvidence.ts';

/** A question with the topics that answer it. */
export interface LabelledQuestion {
  readonly text: string;
  readonly accept: readonly string[];
}

/** Fits the calibration of all languages anew: what `locales/calibration.json` holds. Takes a minute or two. */
export async function fitCalibration(
  content: TrainingContent,
  questions: readonly LabelledQuestion[],
  cacheDir: string,
  logger: Logger,
): Promise<Calibration> {
  const labels = content.topics.map(({ id }) => id);
  const fitted = await trainInWorkers(content.languages.map((language) => ({ kind: 'calibrator', language, labels })));
  const languages = Object.fromEntries(
    content.languages.map((language, i) => {
      const calibrator = unpackModel<Calibrator>(fitted[i] as Uint8Array);
      return [language.tag, { contentHash: hashLanguage(language, labels), ...calibrator }];
    }),
  );
  const calibration: Calibration = { languages, questions: NO_SHIFT };
  const parts = await loadParts({ content, calibration, cacheDir, logger });
  return { languages, questions: fitShift(questions.flatMap((question) => weighQuestion(question, parts))) };
}

function weighQuestion({ text, accept }: LabelledQuestion, parts: AnsweringParts): WeighedQuestion[] {
  const weighed = weighEvidence(readMessage(text, parts, undefined), undefined, parts.topics);
  if (!weighed) return [];
  const ids = weighed.candidates.map(({ topic }) => topic.id as string);
  // “Outside my subject” is never a suggestion that helps, so it counts only as an answer.
  const offered = ids.slice(0, 3).filter((id) => id !== WELL_KNOWN_TOPICS.offTopic || ids[0] === id);
  return [
    {
      first: weighed.first,
      three: weighed.three,
      isFirstRight: accept.includes(ids[0] ?? ''),
      isAmongThree: offered.some((id) => accept.includes(id)),
    },
  ];
}
