import type { Logger } from '#src/domain/logger.ts';
import type { TrainingContent } from '#src/domain/trainingContent.ts';
import { type Calibration, NO_SHIFT, ROUGH_DANGER } from './calibration.ts';
import { listSuggestions } from './decideReply.ts';
import { fitDanger, type JudgedMessage } from './fitDanger.ts';
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
  judged: readonly JudgedMessage[],
  cacheDir: string,
  logger: Logger,
): Promise<Calibration> {
  const labels = content.topics.map(({ id }) => id);
  const fitted = await trainInWorkers(content.languages.map((language) => ({ kind: 'calibrator', language, labels })));
  const languages = Object.fromEntries(
    content.languages.map((language, i) => {
      const calibrator = unpackModel(fitted[i] as Uint8Array) as Calibrator;
      return [language.tag, { contentHash: hashLanguage(language, labels), ...calibrator }];
    }),
  );
  const calibration: Calibration = { languages, questions: NO_SHIFT, danger: ROUGH_DANGER };
  const parts = await loadParts({ content, calibration, cacheDir, logger });
  return {
    languages,
    questions: fitShift(questions.flatMap((question) => weighQuestion(question, parts))),
    danger: fitDanger(judged, parts),
  };
}

function weighQuestion({ text, accept }: LabelledQuestion, parts: AnsweringParts): WeighedQuestion[] {
  const weighed = weighEvidence(readMessage(text, parts, undefined), {}, parts);
  if (!weighed) return [];
  const best: string | undefined = weighed.candidates[0]?.topic.id;
  return [
    {
      language: weighed.language,
      first: weighed.first,
      three: weighed.three,
      isFirstRight: accept.includes(best ?? ''),
      isAmongThree: listSuggestions(weighed.candidates).some((id) => accept.includes(id)),
    },
  ];
}
