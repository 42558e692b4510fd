import type { Answerer } from '#src/domain/answering.ts';
import type { Logger } from '#src/domain/logger.ts';
import { CRISIS_TOPICS } from '#src/domain/topic.ts';
import type { TrainingContent, TrainingLanguage } from '#src/domain/trainingContent.ts';
import { type Calibration, NO_SHIFT, ROUGH_DANGER } from './calibration.ts';
import { createAnswerer } from './createAnswerer.ts';
import { CrisisLexicon } from './crisis/crisisLexicon.ts';
import { CrisisModel } from './crisis/crisisModel.ts';
import { LanguageIdentifier } from './language/languageIdentifier.ts';
import { loadGeneralIdentifier } from './language/loadGeneralIdentifier.ts';
import { PlaceCue } from './placeCue.ts';
import type { AnsweringParts, MatcherLanguage } from './readMessage.ts';
import type { Calibrator } from './topics/fitCalibrator.ts';
import { TopicModel, type TopicModelData } from './topics/topicModel.ts';
import { hashLanguage, hashSharedContent } from './training/hashContent.ts';
import { ModelCache } from './training/modelCache.ts';
import { unpackModel } from './training/packModel.ts';
import { trainInWorkers } from './training/trainInWorkers.ts';
import type { SharedModels, TrainingJob } from './training/trainingJob.ts';

export interface AnsweringOptions {
  readonly content: TrainingContent;
  /** `locales/calibration.json`, if there is one. */
  readonly calibration: Calibration | undefined;
  /** Where trained models are kept: `dist/models`. */
  readonly cacheDir: string;
  readonly logger: Logger;
}

interface Part {
  readonly hash: string;
  readonly name: string;
  readonly job: TrainingJob;
}

/**
 * Loads the trained models, training in worker threads what the cache does not hold: a minute or two for all
 * languages from nothing, about a second after that.
 * @throws {TrainingError} if training fails.
 */
export async function prepareAnswering(options: AnsweringOptions): Promise<Answerer> {
  return createAnswerer(await loadParts(options));
}

/** The trained parts themselves: what calibration works on. */
export async function loadParts(options: AnsweringOptions): Promise<AnsweringParts> {
  const { content, calibration } = options;
  const labels = content.topics.map(({ id }) => id);
  const shared: Part = {
    hash: hashSharedContent(content),
    name: 'shared.model',
    job: { kind: 'shared', languages: content.languages },
  };
  const matchers = content.languages.map((language) => describeMatcher(language, labels));
  const calibrators = content.languages
    .filter((language) => calibration?.languages[language.tag]?.contentHash !== hashLanguage(language, labels))
    .map((language) => describeCalibrator(language, labels));
  for (const { job } of calibrators) {
    const locale = job.kind === 'calibrator' ? job.language.tag : '';
    options.logger.warn('calibration is older than the phrases; fitting it anew (run: npm run calibrate)', { locale });
  }
  const [general, models] = await Promise.all([
    loadGeneralIdentifier(),
    loadModels([shared, ...matchers, ...calibrators], options),
  ]);
  const sharedModels = models.get(shared) as SharedModels;
  const languages = content.languages.map((language, i): MatcherLanguage => {
    const fitted = calibrators.find(({ job }) => job.kind === 'calibrator' && job.language.tag === language.tag);
    return {
      tag: language.tag,
      script: language.script,
      model: new TopicModel(models.get(matchers[i] as Part) as TopicModelData),
      calibrator: (fitted ? models.get(fitted) : calibration?.languages[language.tag]) as Calibrator,
    };
  });
  return {
    topics: content.topics,
    languages,
    identifier: new LanguageIdentifier(
      sharedModels.identifier,
      new Map(languages.map(({ tag, script }) => [tag, script])),
      general,
    ),
    crisisModel: new CrisisModel(sharedModels.crisis),
    lexicon: createLexicon(content.languages),
    places: new PlaceCue(content.placeNames.LU ?? []),
    shift: calibration?.questions ?? NO_SHIFT,
    danger: calibration?.danger ?? ROUGH_DANGER,
  };
}

function describeMatcher(language: TrainingLanguage, labels: readonly string[]): Part {
  return { hash: hashLanguage(language, labels), name: 'topics.model', job: { kind: 'topics', language, labels } };
}

function describeCalibrator(language: TrainingLanguage, labels: readonly string[]): Part {
  return {
    hash: hashLanguage(language, labels),
    name: 'calibrator.model',
    job: { kind: 'calibrator', language, labels },
  };
}

async function loadModels(parts: readonly Part[], { cacheDir, logger }: AnsweringOptions): Promise<Map<Part, unknown>> {
  const cache = new ModelCache(cacheDir);
  const models = new Map<Part, unknown>();
  const missing: Part[] = [];
  for (const part of parts) {
    const found = await cache.find(part.hash, part.name);
    if (found === undefined) missing.push(part);
    else models.set(part, found);
  }
  if (missing.length === 0) return models;
  logger.info('training the models that understand questions', { count: missing.length });
  const packed = await trainInWorkers(missing.map(({ job }) => job));
  for (const [i, part] of missing.entries()) {
    const bytes = packed[i] as Uint8Array;
    models.set(part, unpackModel(bytes));
    await cache.store(part.hash, part.name, bytes).catch(() => {
      // A read-only folder costs a training at every start, nothing else.
      logger.warn('trained model was not stored', { file: part.name });
    });
  }
  await cache.prune().catch(() => undefined);
  return models;
}

function createLexicon(languages: readonly TrainingLanguage[]): CrisisLexicon {
  return new CrisisLexicon(
    languages.flatMap(({ crisisWords }) =>
      CRISIS_TOPICS.flatMap((topic, label) => (crisisWords[topic] ?? []).map((text) => [label, text] as const)),
    ),
  );
}
