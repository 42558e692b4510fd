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
    const read = words.map(readings);
    const found: number[] = [];
    for (const [position, alternatives] of read.entries()) {
      for (const word of alternatives) {
        for (const { label, steps } of this.#byStart.get(startOf(word)) ?? []) {
          if (matches(steps[0] as Step, word) && matchesRest(steps, read, position + 1)) found.push(label);
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

/** Follows all ways through the gaps at once, so that the work grows with the length of the expression only. */
function matchesRest(steps: readonly Step[], read: readonly (readonly string[])[], start: number): boolean {
  let reached = new Set([start]);
  for (const step of steps.slice(1)) {
    const next = new Set<number>();
    for (const position of reached) {
      const last = Math.min(read.length - 1, position + (step.afterGap ? MAX_GAP : 0));
      for (let i = position; i <= last; i += 1) if (read[i]?.some((word) => matches(step, word))) next.add(i + 1);
    }
    if (next.size === 0) return false;
    reached = next;
  }
  return true;
}

function matches(step: Step, word: string): boolean {
  return step.isPrefix ? word.startsWith(step.word) : word === step.word;
}

// Arabic writes “and”, “so”, “with”, “for” (and a dialect's mark of the present) together with the next word.
const PARTICLE = /^[\u0648\u0641\u0628\u0644\u0643](?=[\u0600-\u06ff]{3})/u;
const ARTICLE = /^\u0627\u0644(?=[\u0600-\u06ff]{2})/u;

/** A word as it stands, and without what Arabic writes together with it: at most two particles and the article. */
function readings(word: string): string[] {
  const found = [word];
  for (let i = 0; i < 2; i += 1) {
    const bare = (found.at(-1) as string).replace(PARTICLE, '');
    if (bare === found.at(-1)) break;
    found.push(bare);
  }
  return [...new Set(found.flatMap((reading) => [reading, reading.replace(ARTICLE, '')]))];
}

function startOf(word: string): string {
  return word.slice(0, 2);
}
