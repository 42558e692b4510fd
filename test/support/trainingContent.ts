import { fileURLToPath } from 'node:url';
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

/** The real phrases of a few topics. */
export function smallTrainingContent(topics: readonly string[] = SMALL_TOPICS): TrainingContent {
  const content = loadTrainingContent(LOCALES_DIR);
  return {
    topics: content.topics.filter(({ id }) => topics.includes(id)),
    languages: content.languages.map((language) => ({
      ...language,
      phrases: Object.fromEntries(Object.entries(language.phrases).filter(([topic]) => topics.includes(topic))),
    })),
  };
}
