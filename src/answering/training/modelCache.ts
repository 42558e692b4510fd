import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unpackModel } from './packModel.ts';

/** Enough for the present content of twenty languages, and for the one before it. */
const KEPT = 50;

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

  /** Deletes the models stored longest ago: every change of phrases leaves some behind that nobody needs again. */
  async prune(): Promise<void> {
    const names = await readdir(this.#folder);
    const folders = await Promise.all(
      names.map(async (name) => ({ name, storedAt: (await stat(join(this.#folder, name))).mtimeMs })),
    );
    folders.sort((a, b) => b.storedAt - a.storedAt);
    for (const { name } of folders.slice(KEPT)) await rm(join(this.#folder, name), { recursive: true, force: true });
  }
}
