import { basename, dirname } from 'node:path';
import { type Embedder, toUnitLength } from './embedder.ts';

/** The little of `@huggingface/transformers` that is used. The package is optional and not installed by default. */
interface Transformers {
  readonly env: { allowRemoteModels: boolean; allowLocalModels: boolean; localModelPath: string };
  readonly pipeline: (task: 'feature-extraction', model: string) => Promise<FeatureExtraction>;
}
type FeatureExtraction = (
  texts: readonly string[],
  options: { readonly pooling: 'mean'; readonly normalize: true },
) => Promise<{ tolist(): number[][] }>;

/** The optional package is missing; the message says how to get it. */
export class TransformersMissingError extends Error {
  override readonly name = 'TransformersMissingError';
  readonly code = 'transformers_missing';
}

const PACKAGE = '@huggingface/transformers';
const BATCH = 16;

/** Loads the optional package. */
export async function loadTransformers(): Promise<Transformers> {
  try {
    return (await import(PACKAGE)) as unknown as Transformers;
  } catch (cause) {
    throw new TransformersMissingError(
      `SEMANTIC_HELP=local-embeddings needs the optional package ${PACKAGE}. Install it: npm install --no-save ${PACKAGE}`,
      { cause },
    );
  }
}

/**
 * Embeddings from an ONNX sentence encoder that lies in a folder of this machine (`tokenizer.json`, `config.json`,
 * `onnx/`). Nothing is ever fetched. Encoders of the E5 family are given the prefix they were trained with.
 * @throws {TransformersMissingError} if the package is not installed.
 */
export async function createLocalEmbedder(
  modelDir: string,
  load: () => Promise<Transformers> = loadTransformers,
): Promise<Embedder> {
  const { env, pipeline } = await load();
  env.allowRemoteModels = false;
  env.allowLocalModels = true;
  env.localModelPath = dirname(modelDir);
  const name = basename(modelDir);
  const extract = await pipeline('feature-extraction', name);
  const prefix = /(?:^|[-_])e5(?:[-_]|$)/i.test(name) ? 'query: ' : '';
  return {
    id: name,
    async embed(texts, signal) {
      const vectors: Float32Array[] = [];
      for (let start = 0; start < texts.length; start += BATCH) {
        signal?.throwIfAborted();
        const batch = texts.slice(start, start + BATCH).map((text) => prefix + text);
        const output = await extract(batch, { pooling: 'mean', normalize: true });
        vectors.push(...output.tolist().map(toUnitLength));
      }
      return vectors;
    },
  };
}
