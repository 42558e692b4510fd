/** Turns texts into vectors whose cosine says how near their meanings are. */
export interface Embedder {
  /** Says which model made a vector: vectors of two models are never compared. */
  readonly id: string;
  /** One vector per text, in order, all of one length and of length 1. */
  embed(texts: readonly string[], signal?: AbortSignal): Promise<readonly Float32Array[]>;
}

/** The vector stretched to length 1. @throws {Error} if it is not made of finite numbers. */
export function toUnitLength(values: readonly number[] | Float32Array): Float32Array {
  const vector = Float32Array.from(values);
  let squares = 0;
  for (const value of vector) squares += value * value;
  if (!Number.isFinite(squares) || squares === 0) throw new Error('An embedding holds no usable numbers');
  const length = Math.sqrt(squares);
  return vector.map((value) => value / length);
}
