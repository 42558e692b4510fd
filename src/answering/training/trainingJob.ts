import type { TrainingLanguage } from '#src/domain/trainingContent.ts';
import { type CrisisModelData, trainCrisisModel } from '../crisis/crisisModel.ts';
import { collectLanguageTexts } from '../language/collectLanguageTexts.ts';
import { type NaiveBayesData, trainNaiveBayes } from '../language/naiveBayes.ts';
import { foldText, splitWords } from '../text/foldText.ts';
import { type Calibrator, fitCalibrator } from '../topics/fitCalibrator.ts';
import type { TopicModelData } from '../topics/topicModel.ts';
import { type Example, trainTopicModel } from '../topics/trainTopicModel.ts';

/** Work for a training thread. */
export type TrainingJob =
  | { readonly kind: 'topics'; readonly language: TrainingLanguage; readonly labels: readonly string[] }
  | { readonly kind: 'calibrator'; readonly language: TrainingLanguage; readonly labels: readonly string[] }
  | { readonly kind: 'shared'; readonly languages: readonly TrainingLanguage[] };

/** Models over all languages: which language it is, and whether somebody is in danger. */
export interface SharedModels {
  readonly identifier: NaiveBayesData;
  readonly crisis: CrisisModelData;
}

/** Does the work of a job. Takes seconds: call it in a worker thread. */
export function runTrainingJob(job: TrainingJob): TopicModelData | Calibrator | SharedModels {
  switch (job.kind) {
    case 'topics':
      return trainTopicModel(listExamples(job.language), job.labels, job.language.tag, {
        ...job.language,
        untouched: listDangerWords(job.language),
      });
    case 'calibrator':
      return fitCalibrator(listExamples(job.language), job.labels, job.language.tag);
    case 'shared':
      return {
        identifier: trainNaiveBayes(collectLanguageTexts(job.languages)),
        crisis: trainCrisisModel(job.languages),
      };
  }
}

/** The words of the crisis expressions, but for those of which only the beginning is given. */
function listDangerWords({ crisisWords }: TrainingLanguage): string[] {
  const words = Object.values(crisisWords).flatMap((expressions) => expressions.flatMap((text) => text.split(/\s+/)));
  return [...new Set(words.filter((word) => !word.endsWith('*')).flatMap((word) => splitWords(foldText(word))))];
}

/** The phrases of a language with their topics, in the order in which the models number them. */
export function listExamples({ phrases }: TrainingLanguage): Example[] {
  return Object.entries(phrases).flatMap(([topic, texts]) => texts.map((text) => ({ text, topic })));
}
