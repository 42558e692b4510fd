import { z } from 'zod';
import { type Embedder, toUnitLength } from './embedder.ts';
import { postJson, SemanticServiceError, type ServiceAddress } from './postJson.ts';

const answerSchema = z.object({
  data: z.array(z.object({ index: z.number().int().nonnegative(), embedding: z.array(z.number()).min(1).max(8_192) })),
});

/** Some services take no more texts at once. */
const BATCH = 32;

/** Embeddings from an OpenAI-compatible endpoint (`POST /embeddings`), self-hosted or in the European Union. */
export function createHttpEmbedder(service: ServiceAddress, model: string): Embedder {
  const embedBatch = async (texts: readonly string[], signal: AbortSignal | undefined): Promise<Float32Array[]> => {
    const body = { model, input: texts, encoding_format: 'float' };
    const parsed = answerSchema.safeParse(await postJson(service, '/embeddings', body, signal));
    if (!parsed.success) throw new SemanticServiceError('The answer of the service holds no embeddings');
    // The order of the list is not promised; the index is.
    const byIndex = new Map(parsed.data.data.map(({ index, embedding }) => [index, embedding]));
    return texts.map((_, index) => {
      const embedding = byIndex.get(index);
      if (!embedding) throw new SemanticServiceError('The answer of the service lacks a text');
      return toUnitLength(embedding);
    });
  };
  return {
    id: `${service.url} ${model}`,
    async embed(texts, signal) {
      const vectors: Float32Array[] = [];
      for (let start = 0; start < texts.length; start += BATCH) {
        vectors.push(...(await embedBatch(texts.slice(start, start + BATCH), signal)));
      }
      if (new Set(vectors.map(({ length }) => length)).size > 1) {
        throw new SemanticServiceError('The service gave embeddings of different lengths');
      }
      return vectors;
    },
  };
}
