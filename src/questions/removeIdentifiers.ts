import { stripPersonalData } from '#src/domain/stripPersonalData.ts';
import { MAX_KEPT_LENGTH } from '#src/domain/unansweredQuestions.ts';

/** True for a word that stands in the phrases of this language: then it is no name. */
export type KnowsWord = (locale: string, word: string) => boolean;

/** What was taken out. */
const GAP = '…';

/** `t.me/somebody`, `somebody.example`, `@somebody`. */
const LINK = /[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+(?:\/\S*)?|@[\p{L}\p{N}_.-]+/gu;

/** Words and numbers with what belongs to them: `Jean-Pierre`, `O’Brien`, `EH-123456`. */
const TOKEN = /[\p{L}\p{M}\p{N}]+(?:[’'\-_/][\p{L}\p{M}\p{N}]+)*/gu;

/** Numbers stand alone or in rows; romanised Arabic writes single digits inside words, and those are letters. */
const NUMBER = /^\p{N}+$|\p{N}{2}|(?:\p{N}.*){3}/u;

const STARTS_LARGE = /^\p{Lu}/u;

/** A sentence begins at the beginning, after its mark, or on a new line. */
const SENTENCE_END = /(?:^|[.!?…\n])[\s"“«(]*$/u;

/**
 * A text without e-mail addresses, links, numbers and – in scripts that have capitals – names: capitalised words that
 * the language's phrases do not know, with the capitalised words beside them. Cut at 200 code points. What is written
 * without capitals, as in Arabic or in a hurry, stays: nothing tells those names from other words.
 */
export function removeIdentifiers(locale: string, text: string, knowsWord: KnowsWord): string {
  const bare = stripPersonalData(text).replace(LINK, GAP);
  const tokens = Array.from(bare.matchAll(TOKEN), (match) => ({ word: match[0], start: match.index }));
  const isRemoved = tokens.map(({ word }) => NUMBER.test(word) || isName(locale, word, knowsWord));
  // “Grace Mukasa”, “Rue Neuve”: what stands large beside a name, on the same line, belongs to it. A first word does not.
  tokens.forEach(({ word, start }, i) => {
    const previous = tokens[i - 1];
    if (isRemoved[i] && previous && STARTS_LARGE.test(word) && !SENTENCE_END.test(bare.slice(0, previous.start))) {
      if (isBeside(bare, previous, start) && STARTS_LARGE.test(previous.word)) isRemoved[i - 1] = true;
    }
    if (i > 0 && isRemoved[i - 1] && STARTS_LARGE.test(word) && previous && isBeside(bare, previous, start)) {
      if (STARTS_LARGE.test(previous.word)) isRemoved[i] = true;
    }
  });
  let kept = '';
  let from = 0;
  tokens.forEach(({ word, start }, i) => {
    if (!isRemoved[i]) return;
    kept += bare.slice(from, start) + GAP;
    from = start + word.length;
  });
  kept += bare.slice(from);
  return cut(
    kept
      .replace(/…(?:[\s.,'’_/-]*…)+/gu, GAP)
      .replace(/\s+/gu, ' ')
      .trim(),
  );
}

/** True if enough is left to tell what was meant: two words at least. A single one is often a name. */
export function saysSomething(text: string): boolean {
  return (text.match(/\p{L}[\p{L}\p{M}]+/gu)?.length ?? 0) >= 2;
}

function isName(locale: string, word: string, knowsWord: KnowsWord): boolean {
  if (!STARTS_LARGE.test(word)) return false;
  return word.split(/[’'\-_/]/u).some((part) => STARTS_LARGE.test(part) && !knowsWord(locale, part));
}

function isBeside(text: string, first: { readonly word: string; readonly start: number }, start: number): boolean {
  return /^[ \t]+$/.test(text.slice(first.start + first.word.length, start));
}

/** Ends with a whole word where there is one. */
function cut(text: string): string {
  const points = [...text];
  if (points.length <= MAX_KEPT_LENGTH) return text;
  const short = points.slice(0, MAX_KEPT_LENGTH).join('');
  const end = short.lastIndexOf(' ');
  return (end > MAX_KEPT_LENGTH / 2 ? short.slice(0, end) : short).trim();
}
