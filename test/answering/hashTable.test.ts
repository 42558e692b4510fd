import { describe, expect, it } from '@jest/globals';
import { hashString } from '#src/answering/text/features.ts';
import { HashTable } from '#src/answering/text/hashTable.ts';

describe('the vocabulary', () => {
  it('finds every hash it was built from in its row, and no other', () => {
    const hashes = Uint32Array.from({ length: 5_000 }, (_, i) => hashString(`word ${i}`));
    const table = new HashTable(hashes);
    expect([...hashes].every((hash, row) => table.find(hash) === row)).toBe(true);
    const strangers = Array.from({ length: 5_000 }, (_, i) => hashString(`stranger ${i}`));
    expect(strangers.filter((hash) => table.find(hash) !== -1 && !hashes.includes(hash))).toEqual([]);
  });

  it('finds nothing in an empty table', () => {
    expect(new HashTable(new Uint32Array()).find(7)).toBe(-1);
  });
});
