import { FEATURE_GROUPS, GROUP_WEIGHTS, type RawFeatures } from './features.ts';
import { HashTable } from './hashTable.ts';

/** Rows of a vocabulary with their weights; the whole vector has length 1 if every group is present. */
export interface SparseVector {
  readonly ids: Int32Array;
  readonly values: Float32Array;
  /** Share of the words whose prefix no training phrase has. */
  readonly unknownShare: number;
  readonly wordCount: number;
}

/** The parts of a vectoriser that are stored. Index = row. */
export interface VectoriserData {
  readonly hashes: Uint32Array;
  readonly groups: Uint8Array;
  readonly idf: Float32Array;
}

/** Rare features weigh more than the textbook says: phrases of a topic share few words (measured). */
const IDF_POWER = 1.5;

/** Turns features into a sparse vector: sublinear term frequency × inverse document frequency, each group normalised. */
export class Vectoriser {
  readonly data: VectoriserData;
  readonly #table: HashTable;
  readonly #counts: Uint16Array;

  constructor(data: VectoriserData) {
    this.data = data;
    this.#table = new HashTable(data.hashes);
    this.#counts = new Uint16Array(data.hashes.length);
  }

  /**
   * Learns the vocabulary of the training texts. Features seen in fewer than `minCount` texts are left out, but for
   * prefixes: by them one tells how much of a text is unknown. Pairs must always be seen twice.
   */
  static fit(texts: readonly RawFeatures[], minCount = 1): Vectoriser {
    const counts = new Map<number, number>();
    const groups = new Map<number, number>();
    for (const text of texts) {
      const seen = new Set<number>();
      for (let i = 0; i < text.hashes.length; i += 1) {
        const hash = text.hashes[i] as number;
        if (seen.has(hash)) continue;
        seen.add(hash);
        counts.set(hash, (counts.get(hash) ?? 0) + 1);
        groups.set(hash, text.groups[i] as number);
      }
    }
    const kept = [...counts].filter(([hash, count]) => {
      const group = groups.get(hash);
      if (group === FEATURE_GROUPS.prefix.index) return true;
      return count >= (group === FEATURE_GROUPS.pair.index ? Math.max(2, minCount) : minCount);
    });
    return new Vectoriser({
      hashes: Uint32Array.from(kept, ([hash]) => hash),
      groups: Uint8Array.from(kept, ([hash]) => groups.get(hash) as number),
      idf: Float32Array.from(kept, ([, count]) => (Math.log((1 + texts.length) / (1 + count)) + 1) ** IDF_POWER),
    });
  }

  get size(): number {
    return this.data.hashes.length;
  }

  vectorise(features: RawFeatures): SparseVector {
    const { groups, idf } = this.data;
    const counts = this.#counts;
    const rows: number[] = [];
    let words = 0;
    let unknownWords = 0;
    for (let i = 0; i < features.hashes.length; i += 1) {
      const row = this.#table.find(features.hashes[i] as number);
      if (features.groups[i] === 0) {
        words += 1;
        if (row < 0) unknownWords += 1;
      }
      if (row < 0) continue;
      if (counts[row] === 0) rows.push(row);
      counts[row] = (counts[row] as number) + 1;
    }
    const ids = Int32Array.from(rows);
    const values = new Float32Array(rows.length);
    const squares = new Float64Array(GROUP_WEIGHTS.length);
    for (let i = 0; i < rows.length; i += 1) {
      const row = rows[i] as number;
      const value = (1 + Math.log(counts[row] as number)) * (idf[row] as number);
      counts[row] = 0;
      values[i] = value;
      const group = groups[row] as number;
      squares[group] = (squares[group] as number) + value * value;
    }
    const scales = groupScales(squares);
    for (let i = 0; i < rows.length; i += 1) {
      values[i] = (values[i] as number) * (scales[groups[rows[i] as number] as number] as number);
    }
    return { ids, values, unknownShare: words === 0 ? 1 : unknownWords / words, wordCount: features.wordCount };
  }
}

function groupScales(squares: Float64Array): Float64Array {
  let total = 0;
  for (const [group, weight] of GROUP_WEIGHTS.entries()) if ((squares[group] as number) > 0) total += weight ** 2;
  return Float64Array.from(squares, (square, group) =>
    square > 0 ? (GROUP_WEIGHTS[group] as number) / Math.sqrt(square * total) : 0,
  );
}
