import { foldText, splitWords } from '../text/foldText.ts';

/** A gap (`…`) in an expression may hide this many words. */
const MAX_GAP = 4;
const GAP = '…';

interface Step {
  readonly word: string;
  /** `beat*` also means beats, beaten, beating. */
  readonly isPrefix: boolean;
  /** Words may stand between the one before and this one. */
  readonly afterGap: boolean;
}

interface Expression {
  readonly label: number;
  readonly steps: readonly Step[];
}

/**
 * The reviewed list of expressions that mean danger: `kill* myself`, `took … pills`. A word may end in `*`; ` … ` stands
 * for up to four words. Written as people write; letters are folded here. The work per text is bounded.
 */
export class CrisisLexicon {
  readonly #byStart = new Map<string, Expression[]>();

  /** @param expressions - Pairs of label and expression. */
  constructor(expressions: readonly (readonly [label: number, expression: string])[]) {
    for (const [label, text] of expressions) {
      const steps = parseExpression(text);
      if (!steps[0]) continue;
      const key = startOf(steps[0].word);
      this.#byStart.set(key, [...(this.#byStart.get(key) ?? []), { label, steps }]);
    }
  }

  /** Labels of the expressions found in a text, in the order found; the same label may come twice. */
  find(words: readonly string[]): number[] {
    const found: number[] = [];
    for (let position = 0; position < words.length; position += 1) {
      for (const word of readings(words[position] as string)) {
        for (const { label, steps } of this.#byStart.get(startOf(word)) ?? []) {
          if (matches(steps[0] as Step, word) && matchesRest(steps, 1, words, position + 1)) found.push(label);
        }
      }
    }
    return found;
  }
}

function parseExpression(text: string): Step[] {
  const steps: Step[] = [];
  let afterGap = false;
  for (const part of text.split(/\s+/)) {
    if (part === GAP) {
      afterGap = true;
      continue;
    }
    const isPrefix = part.endsWith('*');
    const words = splitWords(foldText(part.replace('*', '')));
    words.forEach((word, i) => {
      steps.push({ word, isPrefix: isPrefix && i === words.length - 1, afterGap });
      afterGap = false;
    });
  }
  return steps;
}

function matchesRest(steps: readonly Step[], index: number, words: readonly string[], position: number): boolean {
  const step = steps[index];
  if (!step) return true;
  const last = Math.min(words.length - 1, position + (step.afterGap ? MAX_GAP : 0));
  for (let i = position; i <= last; i += 1) {
    const fits = readings(words[i] as string).some((word) => matches(step, word));
    if (fits && matchesRest(steps, index + 1, words, i + 1)) return true;
  }
  return false;
}

function matches(step: Step, word: string): boolean {
  return step.isPrefix ? word.startsWith(step.word) : word === step.word;
}

// Arabic writes “and”, “so”, “with”, “for” and “the” together with the next word.
const ARABIC_PROCLITIC = /^[\u0648\u0641\u0628\u0644](?=[\u0600-\u06ff]{3})|^\u0627\u0644(?=[\u0600-\u06ff]{2})/u;

/** A word as it stands, and without what Arabic writes together with it. */
function readings(word: string): string[] {
  const bare = word.replace(ARABIC_PROCLITIC, '');
  return bare === word ? [word] : [word, bare];
}

function startOf(word: string): string {
  return word.slice(0, 2);
}
