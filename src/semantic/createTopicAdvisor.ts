import { join } from 'node:path';
import type { Clock } from '#src/domain/clock.ts';
import type { Logger } from '#src/domain/logger.ts';
import type { SemanticHelp, TopicAdvisor } from '#src/domain/topicAdvisor.ts';
import type { TrainingContent } from '#src/domain/trainingContent.ts';
import { createChatAdvisor } from './chatAdvisor.ts';
import type { Embedder } from './embedder.ts';
import { createEmbeddingAdvisor } from './embeddingAdvisor.ts';
import { guardAdvisor, type RawAdvisor } from './guardAdvisor.ts';
import { createHttpEmbedder } from './httpEmbedder.ts';
import { createLocalEmbedder } from './localEmbedder.ts';
import { createVectorStore } from './vectorStore.ts';

export interface AdvisorDependencies {
  readonly content: TrainingContent;
  /** English titles of the topics: what the chat model is told. */
  readonly titleOf: (topic: string) => string;
  /** Where embedded phrases are kept between starts. */
  readonly cacheDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** An advisor, and a promise that it has all it needs. Until then it has no opinion. */
export interface PreparedAdvisor {
  readonly advisor: TopicAdvisor;
  readonly ready: Promise<void>;
}

/**
 * Sets up the optional help of a model of meaning.
 * @throws {TransformersMissingError} if the local encoder's package is not installed.
 */
export async function createTopicAdvisor(
  help: SemanticHelp,
  { content, titleOf, cacheDir, clock, logger }: AdvisorDependencies,
): Promise<PreparedAdvisor> {
  const topics = content.topics.map(({ id }) => id);
  const guard = (advisor: RawAdvisor): TopicAdvisor =>
    guardAdvisor(advisor, { clock, logger, topics, timeoutMs: help.timeoutMs });
  if (help.kind === 'chat') {
    const routed = topics.map((id) => ({ id, title: titleOf(id) }));
    return { advisor: guard(createChatAdvisor(help, help.model, routed)), ready: Promise.resolve() };
  }
  const embedder: Embedder =
    help.kind === 'local-embeddings' ? await createLocalEmbedder(help.modelDir) : createHttpEmbedder(help, help.model);
  const advisor = createEmbeddingAdvisor(embedder, content, createVectorStore(join(cacheDir, 'vectors')));
  advisor.ready.catch(() => {
    logger.warn('the phrases could not be embedded; semantic help stays off', { code: 'semantic_help_failed' });
  });
  return { advisor: guard(advisor), ready: advisor.ready };
}
