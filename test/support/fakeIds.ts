import { createHash } from 'node:crypto';
import type { Ids } from '#src/domain/ids.ts';

/** Repeatable identifiers: the same test always sees the same ids. */
export class FakeIds implements Ids {
  #count = 0;

  uuid(): string {
    this.#count += 1;
    return `00000000-0000-7000-8000-${String(this.#count).padStart(12, '0')}`;
  }

  bytes(count: number): Uint8Array {
    this.#count += 1;
    const blocks: Buffer[] = [];
    for (let i = 0; i * 32 < count; i += 1) blocks.push(createHash('sha256').update(`${this.#count}/${i}`).digest());
    return Buffer.concat(blocks).subarray(0, count);
  }

  fraction(): number {
    return 0.5;
  }
}
