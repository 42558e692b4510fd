/** Scripts the identifier tells apart, by ISO 15924 code. A text in another script is in no offered language. */
const SCRIPTS: readonly (readonly [string, RegExp])[] = [
  ['Latn', /\p{Script=Latin}/gu],
  ['Arab', /\p{Script=Arabic}/gu],
  ['Cyrl', /\p{Script=Cyrillic}/gu],
  ['Geor', /\p{Script=Georgian}/gu],
  ['Ethi', /\p{Script=Ethiopic}/gu],
];

const LETTER = /\p{L}/gu;

/** A share of the letters of a text that is written in one script. */
export interface ScriptShare {
  readonly script: string;
  /** 0–1 */
  readonly share: number;
}

/** The scripts of a text, the most frequent first; `Zzzz` stands for every other script. Empty without letters. */
export function measureScripts(text: string): ScriptShare[] {
  const letters = countMatches(text, LETTER);
  if (letters === 0) return [];
  const shares: ScriptShare[] = [];
  let known = 0;
  for (const [script, pattern] of SCRIPTS) {
    const count = countMatches(text, pattern);
    known += count;
    if (count > 0) shares.push({ script, share: count / letters });
  }
  if (letters > known) shares.push({ script: 'Zzzz', share: (letters - known) / letters });
  return shares.sort((a, b) => b.share - a.share);
}

/** The script most letters of a text are written in, or `undefined` if it has no letters. */
export function findMainScript(text: string): string | undefined {
  return measureScripts(text)[0]?.script;
}

/** Words of a text for the identifier: unfolded, since it is the odd letters that tell languages apart. */
export function splitForIdentification(text: string): string[] {
  const plain = text
    .normalize('NFC')
    .replace(NOT_LANGUAGE, ' ')
    .toLowerCase()
    .replace(/[\u064b-\u0652\u0640]/g, '')
    .replace(/[’ʼ`´]/g, "'");
  const words = plain.match(/[\p{L}\p{M}\p{N}'\u200c]+/gu) ?? [];
  return words
    .filter((word) => /\p{L}/u.test(word))
    .slice(0, MAX_WORDS)
    .map((word) => word.slice(0, MAX_WORD_LENGTH));
}

const MAX_WORDS = 200;
const MAX_WORD_LENGTH = 32;
/** Addresses and e-mail addresses say nothing about the language. */
const NOT_LANGUAGE = /https?:\/\/\S+|www\.\S+|\S+@\S+\.\S+/gi;

function countMatches(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
