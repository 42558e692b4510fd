import { type TopicId, WELL_KNOWN_TOPICS } from '#src/domain/topic.ts';
import type { TrainingContent, TrainingLanguage } from '#src/domain/trainingContent.ts';
import { type Content, type LanguageContent, readContent } from './readContent.ts';

/**
 * What the answering learns from: how people ask for each topic, in every offered language that has phrases. A topic's
 * title counts as one more phrase.
 */
export function loadTrainingContent(localesDir: string): TrainingContent {
  const { content } = readContent(localesDir);
  return {
    placeNames: content.placeNames,
    topics: Object.entries(content.catalog).map(([id, entry]) => ({
      id: id as TopicId,
      group: entry.group,
      risk: entry.risk,
      scope: entry.scope,
      related: entry.related as TopicId[],
    })),
    languages: content.languages
      .filter((text) => Object.keys(text.phrases).length > 0)
      .map((text) => ({
        tag: text.language.tag,
        script: text.language.script,
        phrases: collectPhrases(text, content),
        neighbours: collectNeighbours(text),
        crisisWords: text.crisisWords,
        harmless: text.harmless,
      })),
  };
}

function collectPhrases(text: LanguageContent, { catalog }: Content): Record<string, readonly string[]> {
  return Object.fromEntries(
    Object.keys(catalog).map((id) => {
      const title = text.answers[id]?.title;
      const near = id === WELL_KNOWN_TOPICS.offTopic ? Object.values(collectNeighbours(text)).flat() : [];
      const phrases = [...(text.phrases[id] ?? []), ...near];
      return [id, title === undefined ? phrases : [...phrases, title]];
    }),
  );
}

function collectNeighbours({ neighbours }: LanguageContent): TrainingLanguage['neighbours'] {
  return Object.fromEntries(Object.entries(neighbours).map(([id, { phrases }]) => [id, phrases]));
}
