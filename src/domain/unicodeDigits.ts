const DIGIT = /\p{Nd}/u;

/** Replaces every decimal digit of any script (`٣`, `३`, `３`) by its Western form; all else stays. */
export function toWesternDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => String(digitValue(digit.codePointAt(0) ?? 0)));
}

// Unicode encodes decimal digits in unbroken runs of ten that begin with zero, so the place in the run is the value.
function digitValue(codePoint: number): number {
  let start = codePoint;
  while (DIGIT.test(String.fromCodePoint(start - 1))) start -= 1;
  return (codePoint - start) % 10;
}
