import { fileURLToPath } from 'node:url';
import type { Calibration } from '#src/answering/calibration.ts';
import { NO_SHIFT, ROUGH_DANGER } from '#src/answering/calibration.ts';
import { hashLanguage } from '#src/answering/training/hashContent.ts';
import type { TrainingContent } from '#src/domain/trainingContent.ts';
import { loadTrainingContent } from '#src/knowledge/loadTrainingContent.ts';

/** The real content of the project. */
export const LOCALES_DIR = fileURLToPath(new URL('../../locales', import.meta.url));

/** Topics that a small model can be trained on in seconds: danger, a request for a person, small talk, and others. */
export const SMALL_TOPICS = [
  'avr-what-is',
  'apply-how',
  'docs-travel-document',
  'travel-luggage',
  'money-how-much',
  'family-together',
  'child-school',
  'elig-asylum-rejected',
  'health-stress',
  'legal-order-to-leave',
  'privacy-my-data',
  'reint-business',
  'apply-status',
  'contact-iom',
  'contact-ask-human',
  'chat-greeting',
  'chat-off-topic',
  'safety-emergency',
  'safety-suicide',
  'safety-violence',
  'safety-trafficking',
  'safety-child',
] as const;

const PHRASES_KEPT = 40;

/** One of each script would take minutes to train; these three show what there is to show. */
const SMALL_LANGUAGES = ['en', 'fr', 'ar'];

/** The real phrases of a few topics in a few languages. */
export function smallTrainingContent(topics: readonly string[] = SMALL_TOPICS): TrainingContent {
  const content = loadTrainingContent(LOCALES_DIR);
  return {
    placeNames: content.placeNames,
    topics: content.topics.filter(({ id }) => topics.includes(id)),
    languages: content.languages
      .filter(({ tag }) => SMALL_LANGUAGES.includes(tag))
      .map((language) => ({
        ...language,
        neighbours: {},
        phrases: Object.fromEntries(
          Object.entries(language.phrases)
            .filter(([topic]) => topics.includes(topic))
            .map(([topic, phrases]) => [topic, phrases.slice(0, PHRASES_KEPT)]),
        ),
      })),
  };
}

/** A calibration that fits a small content, roughly: fitting a real one takes half a minute. */
export function roughCalibration(content: TrainingContent): Calibration {
  const labels = content.topics.map(({ id }) => id);
  const trustTheModel = (inputs: number): Calibration['languages'][string]['first'] => ({
    means: Array.from({ length: inputs }, () => 0),
    deviations: Array.from({ length: inputs }, () => 1),
    weights: [1.3, ...Array.from({ length: inputs - 1 }, () => 0), 1],
  });
  return {
    languages: Object.fromEntries(
      content.languages.map((language) => [
        language.tag,
        { contentHash: hashLanguage(language, labels), first: trustTheModel(6), three: trustTheModel(5) },
      ]),
    ),
    questions: NO_SHIFT,
    danger: ROUGH_DANGER,
  };
}
