/** Words of a text: what stands between spaces; a placeholder counts as one. */
export function countWords(text: string): number {
  return text.split(/\s+/).filter((word) => word !== '').length;
}

const SENTENCE_END = /(?<=[.!?؟。…։።])["”»)]*\s+/u;

/** Sentences of a paragraph. A colon or a comma does not end one. */
export function splitSentences(paragraph: string): string[] {
  return paragraph
    .split(SENTENCE_END)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}

/** The middle value; of two middle ones the lower. 0 for none. */
export function findMedian(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

/** One spelling for comparing texts: no case, accents or punctuation. */
export function normaliseForComparison(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
