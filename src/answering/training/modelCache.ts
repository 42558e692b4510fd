import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unpackModel } from './packModel.ts';

/** Trained models on disk, by the fingerprint of what they were trained on. Losing it costs a minute, nothing else. */
export class ModelCache {
  readonly #folder: string;
  #writes = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The stored model, or `undefined` if there is none that can be read. */
  async find(hash: string, name: string): Promise<unknown> {
    try {
      return unpackModel(await readFile(join(this.#folder, hash, name)));
    } catch {
      return undefined;
    }
  }

  /** Stores a packed model. Written aside first: a process that dies half-way leaves nothing half-written. */
  async store(hash: string, name: string, packed: Uint8Array): Promise<void> {
    const folder = join(this.#folder, hash);
    this.#writes += 1;
    await mkdir(folder, { recursive: true });
    const aside = join(folder, `${name}.${process.pid}-${this.#writes}.part`);
    await writeFile(aside, packed);
    await rename(aside, join(folder, name));
  }
}
