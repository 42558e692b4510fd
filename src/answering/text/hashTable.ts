/** Open-addressing table from 32-bit hashes to the row they stand in. Built from the list of hashes in milliseconds. */
export class HashTable {
  readonly size: number;
  readonly #hashes: Uint32Array;
  /** Row + 1; 0 is an empty slot. */
  readonly #slots: Uint32Array;
  readonly #mask: number;

  /** @param hashes - Distinct and not 0; the row of a hash is its index. */
  constructor(hashes: Uint32Array) {
    let capacity = 16;
    while (capacity < hashes.length * 2) capacity *= 2;
    this.size = hashes.length;
    this.#mask = capacity - 1;
    this.#hashes = hashes;
    this.#slots = new Uint32Array(capacity);
    for (let row = 0; row < hashes.length; row += 1) this.#insert(hashes[row] as number, row);
  }

  /** The row of a hash, or -1. */
  find(hash: number): number {
    const mask = this.#mask;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const row = (this.#slots[slot] as number) - 1;
      if (row < 0 || this.#hashes[row] === hash) return row;
    }
  }

  #insert(hash: number, row: number): void {
    const mask = this.#mask;
    let slot = hash & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = row + 1;
  }
}
