/** Longest message the assistant reads, in code points. */
export const MAX_MESSAGE_LENGTH = 2_000;

/** Longest free-text field of the contact form, in code points. */
export const MAX_FIELD_LENGTH = 500;

export interface CleanText {
  readonly text: string;
  /** True if invisible or reordering characters were removed: staff see a mark. */
  readonly hadHiddenCharacters: boolean;
}

// C0/C1 controls except tab and line feed, bidi overrides and isolates, zero-width space, word joiner, byte order mark,
// interlinear annotation, Unicode tags. ZWNJ (Persian) and ZWJ (emoji, Indic) stay.
const HIDDEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

// More than four combining marks on one base are decoration, and make `normalize` quadratic (security finding F9).
const STACKED_MARKS = /(\p{M}{4})\p{M}+/gu;

/**
 * Makes text from outside harmless before anything else sees it: cut to `maxLength` code points, line ends unified,
 * hidden and reordering characters removed, stacked marks thinned, then NFC (in this order: M-24).
 */
export function cleanText(raw: string, maxLength: number = MAX_MESSAGE_LENGTH): CleanText {
  // A code point is at most two UTF-16 units: cut cheaply first, so that the work is bounded for any input.
  const cut = [...raw.slice(0, maxLength * 2)].slice(0, maxLength).join('').replace(/\r\n?/g, '\n');
  const visible = cut.replace(HIDDEN, '');
  const thinned = visible.replace(STACKED_MARKS, '$1');
  return { text: thinned.normalize('NFC').trim(), hadHiddenCharacters: visible.length !== cut.length };
}
