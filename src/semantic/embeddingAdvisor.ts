import type { TrainingContent } from '#src/domain/trainingContent.ts';
import type { Embedder } from './embedder.ts';
import type { RawAdvisor } from './guardAdvisor.ts';
import type { VectorStore } from './vectorStore.ts';

/** Phrases of each topic and language that stand for it: more cost time and memory, and say the same. */
const PHRASES_PER_TOPIC = 8;
/** A topic is as near as its nearest phrases are on average. */
const NEAREST = 3;
const STEPS = 127;

interface Anchor {
  readonly topic: string;
  readonly text: string;
}

/** The advisor is still reading the phrases. */
class NotReadyError extends Error {
  override readonly name = 'NotReadyError';
}

/**
 * Ranks topics by how near a text is to their phrases in all languages at once: what one language lacks another teaches.
 * The phrases are embedded once per content and model, beside the running server; until then it has no opinion.
 */
export function createEmbeddingAdvisor(
  embedder: Embedder,
  content: TrainingContent,
  store: VectorStore,
): RawAdvisor & { readonly ready: Promise<void> } {
  const anchors = chooseAnchors(content);
  let vectors: readonly Int8Array[] | undefined;
  const ready = prepare();
  // Whoever waits for it hears of a failure; a message that comes meanwhile is answered without it.
  ready.catch(() => undefined);
  return {
    ready,
    async rank(text, _language, signal) {
      if (!vectors) throw new NotReadyError('The phrases are not embedded yet');
      const [vector] = await embedder.embed([text], signal);
      if (!vector || vector.length !== vectors[0]?.length) throw new Error('The embedding does not fit the phrases');
      return rankTopics(vector, anchors, vectors);
    },
  };

  async function prepare(): Promise<void> {
    const texts = anchors.map((anchor) => anchor.text);
    vectors = await store.read(embedder.id, texts);
    if (vectors) return;
    const fresh = (await embedder.embed(texts)).map(toSteps);
    await store.write(embedder.id, texts, fresh);
    vectors = fresh;
  }
}

/** Phrases spread evenly over each topic's list, so that every aspect of it is there. */
function chooseAnchors({ languages }: TrainingContent): Anchor[] {
  return languages.flatMap(({ phrases }) =>
    Object.entries(phrases).flatMap(([topic, texts]) => {
      const step = Math.max(1, texts.length / PHRASES_PER_TOPIC);
      return Array.from({ length: Math.min(PHRASES_PER_TOPIC, texts.length) }, (_, i) => ({
        topic,
        text: texts[Math.floor(i * step)] as string,
      }));
    }),
  );
}

function rankTopics(vector: Float32Array, anchors: readonly Anchor[], vectors: readonly Int8Array[]): string[] {
  const nearest = new Map<string, number[]>();
  for (const [i, { topic }] of anchors.entries()) {
    const cosine = dot(vector, vectors[i] as Int8Array);
    const best = nearest.get(topic) ?? [];
    best.push(cosine);
    best.sort((a, b) => b - a);
    nearest.set(topic, best.slice(0, NEAREST));
  }
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  return [...nearest]
    .map(([topic, best]) => [topic, mean(best)] as const)
    .sort((a, b) => b[1] - a[1])
    .map(([topic]) => topic);
}

/** A quarter of the memory; the order of topics stays. */
function toSteps(vector: Float32Array): Int8Array {
  return Int8Array.from(vector, (value) => Math.round(value * STEPS));
}

function dot(a: Float32Array, b: Int8Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
