const Z = 1.96;

/** 95 % Wilson interval of a proportion, as two numbers from 0 to 1. */
export function wilsonInterval(hits: number, total: number): readonly [low: number, high: number] {
  if (total === 0) return [0, 1];
  const p = hits / total;
  const square = (Z * Z) / total;
  const middle = (p + square / 2) / (1 + square);
  const spread = (Z * Math.sqrt((p * (1 - p)) / total + square / (4 * total))) / (1 + square);
  return [Math.max(0, middle - spread), Math.min(1, middle + spread)];
}
