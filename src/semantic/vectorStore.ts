import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Vectors of texts on disk, by model and texts. Losing it costs embedding them again, nothing else. */
export interface VectorStore {
  /** The vectors in the order of the texts, or `undefined` if there are none for just these texts and this model. */
  read(model: string, texts: readonly string[]): Promise<readonly Int8Array[] | undefined>;
  write(model: string, texts: readonly string[], vectors: readonly Int8Array[]): Promise<void>;
}

/** Keeps vectors in a folder, one file per model and content. */
export function createVectorStore(folder: string): VectorStore {
  const fileOf = (model: string, texts: readonly string[]): string => {
    const hash = createHash('sha256')
      .update(JSON.stringify([model, texts]))
      .digest('hex')
      .slice(0, 32);
    return join(folder, `${hash}.vectors`);
  };
  return {
    async read(model, texts) {
      const bytes = await readFile(fileOf(model, texts)).catch(() => undefined);
      if (!bytes || texts.length === 0 || bytes.length === 0 || bytes.length % texts.length !== 0) return undefined;
      const size = bytes.length / texts.length;
      const all = Int8Array.from(bytes);
      return texts.map((_, i) => all.subarray(i * size, (i + 1) * size));
    },
    async write(model, texts, vectors) {
      const file = fileOf(model, texts);
      await mkdir(folder, { recursive: true });
      // Written aside first: a process that dies half-way leaves nothing half-written.
      await writeFile(
        `${file}.${process.pid}.part`,
        Buffer.concat(vectors.map((vector) => Buffer.from(vector.buffer, vector.byteOffset, vector.length))),
      );
      await rename(`${file}.${process.pid}.part`, file);
    },
  };
}
