import type { OneTimeMarks } from '#src/domain/oneTimeMarks.ts';

/** Marks in memory, never forgotten. */
export class MemoryOneTimeMarks implements OneTimeMarks {
  readonly #marks = new Set<string>();

  async claim(kind: string, id: string): Promise<boolean> {
    const key = `${kind}/${id}`;
    if (this.#marks.has(key)) return false;
    this.#marks.add(key);
    return true;
  }
}
