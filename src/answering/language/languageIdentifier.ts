import type { LocaleTag } from '#src/domain/locale.ts';
import { ROMANISED } from './collectLanguageTexts.ts';
import { NaiveBayes, type NaiveBayesData } from './naiveBayes.ts';
import { findMainScript, measureScripts, splitForIdentification } from './scripts.ts';

/** Scores of a general identifier that also knows languages we do not offer: ISO 639-1 code → 0–1. */
export type GeneralIdentifier = (text: string) => Readonly<Record<string, number>>;

/** What the conversation already knows of the language. */
export interface LanguagePrior {
  readonly tag: LocaleTag;
  /** Probability that a message is in that language, before one has read it. */
  readonly weight: number;
}

export interface IdentifiedLanguage {
  /** The language of the text; `other` for one we do not offer; `undefined` if there is no word to judge by. */
  readonly best: LocaleTag | 'other' | undefined;
  /** Probability of every offered language that is possible, best first. They add up to 1. */
  readonly candidates: readonly { readonly tag: LocaleTag; readonly probability: number }[];
  /** True if the text is in a script that no offered language uses. */
  readonly isForeignScript: boolean;
  readonly script: string | undefined;
  readonly wordCount: number;
}

/** Scripts with fewer of the letters than this are names and abbreviations. */
const MIN_SHARE = 0.15;
// How to weigh our own n-grams against the general identifier; measured on twenty languages (docs/decisions/0004).
const OWN_WEIGHT = 0.3;
const GENERAL_WEIGHT = 5;
const GENERAL_FLOOR = 0.02;
/** A text of known words may look this much more like a language we do not offer. */
const KNOWN_WORDS_SLACK = 0.3;
/** Names, greetings and terms of other languages fill a short text quickly: few words must look much more foreign. */
const FEW_WORDS = 3;
const FEW_WORDS_SLACK = 0.08;
const TWO_WORDS_SLACK = 0.45;
/** Neighbours that the general identifier takes our languages for, when they are typed without their own letters. */
const NEIGHBOURS: Readonly<Record<string, string>> = {
  az: 'tr',
  ca: 'es',
  gl: 'pt',
  af: 'nl',
  be: 'ru',
  bg: 'ru',
  sr: 'ru',
  mk: 'ru',
  ur: 'fa',
};
const NEIGHBOUR_SLACK = 0.12;
/** Languages we may offer that the general identifier has never learnt: it calls them by a neighbour's name … */
const UNKNOWN_TO_GENERAL = new Set(['ps', 'so', 'ti', 'mn']);
const UNKNOWN_SLACK = 0.25;
/** … unless letters that no neighbour has say who they are. Tigrinya shares its script with Amharic alone. */
const OWN_LETTERS: Readonly<Record<string, RegExp>> = {
  ps: /[ټډړږښڼېۍځڅ]/u,
  ti: /[ኣ\u1250-\u125f\u12b8-\u12c5]|እዩ/u,
};
/** Words that only the neighbour has: how Amharic ends a sentence. */
const FOREIGN_WORDS: Readonly<Record<string, RegExp>> = { ti: /(?:ነው|ናቸው|ነበር|አይደለም|አለሁ)(?!\p{L})/u };
/** The general identifier has never seen romanised Arabic and calls it many things. */
const ROMANISED_SLACK = 0.15;
/** Any language in Latin letters looks a little like a romanised one; some of its words must be known. */
const MIN_KNOWN_ROMANISED = 0.15;
/** Digits for letters inside words (`3andi`, `ma7al`) are the mark of romanised Arabic. */
const DIGIT_LETTERS = /\p{L}[2356789]\p{L}|(?<![\p{L}\p{N}])[2379]\p{L}{2}|\p{L}{2}[2379](?![\p{L}\p{N}])/u;
const DIGIT_LETTERS_SLACK = 0.4;

/** Finds the language of a message among those offered, or that it is none of them. */
export class LanguageIdentifier {
  readonly #model: NaiveBayes;
  readonly #scripts: ReadonlyMap<LocaleTag, string>;
  readonly #general: GeneralIdentifier;

  constructor(data: NaiveBayesData, scripts: ReadonlyMap<LocaleTag, string>, general: GeneralIdentifier) {
    this.#model = new NaiveBayes(data);
    this.#scripts = scripts;
    this.#general = general;
  }

  identify(text: string, prior?: LanguagePrior): IdentifiedLanguage {
    const words = splitForIdentification(text);
    const scripts = measureScripts(words.join(' ')).filter(({ share }) => share >= MIN_SHARE);
    const [main] = scripts;
    if (!main) return { best: undefined, candidates: [], isForeignScript: false, script: undefined, wordCount: 0 };
    const totals = new Map<LocaleTag, number>();
    let foreign = 0;
    let known = 0;
    for (const { script, share } of scripts) {
      const own = scripts.length === 1 ? words : words.filter((word) => findMainScript(word) === script);
      const judged = this.#judge(own, script, prior);
      if (judged.isOther) foreign += share;
      else known += share;
      for (const [tag, p] of judged.probabilities) totals.set(tag, (totals.get(tag) ?? 0) + p * share);
    }
    const sum = [...totals.values()].reduce((a, b) => a + b, 0);
    const candidates = [...totals]
      .map(([tag, value]) => ({ tag, probability: value / (sum || 1) }))
      .sort((a, b) => b.probability - a.probability);
    return {
      best: foreign > known ? 'other' : candidates[0]?.tag,
      candidates,
      isForeignScript: this.#classesOf(main.script).length === 0,
      script: main.script,
      wordCount: words.length,
    };
  }

  #judge(
    words: readonly string[],
    script: string,
    prior: LanguagePrior | undefined,
  ): {
    readonly isOther: boolean;
    readonly probabilities: ReadonlyMap<LocaleTag, number>;
  } {
    const classes = this.#classesOf(script);
    if (classes.length === 0) return { isOther: true, probabilities: new Map() };
    const { probabilities, knownWords } = this.#model.classify(words, classes);
    const text = words.join(' ');
    const general = this.#general(text);
    const byTag = new Map<LocaleTag, number>();
    const weights = this.#combine(classes, probabilities, general);
    classes.forEach((c, i) => {
      const tag = toTag(this.#model.classes[c] as string);
      byTag.set(tag, (byTag.get(tag) ?? 0) + (weights[i] as number));
    });
    const best = weights.indexOf(Math.max(...weights));
    const isRomanised = (this.#model.classes[classes[best] as number] as string).endsWith(ROMANISED);
    return {
      isOther: this.#looksForeign(
        text,
        words.length,
        toTag(this.#model.classes[classes[best] as number] as string),
        general,
        knownWords[best] as number,
        isRomanised,
      ),
      probabilities: applyPrior(byTag, prior),
    };
  }

  /** Classes the general identifier does not know keep our own estimate; the others share the rest. */
  #combine(classes: readonly number[], own: readonly number[], general: Readonly<Record<string, number>>): number[] {
    const names = classes.map((c) => this.#model.classes[c] as string);
    const isOurs = names.map((name) => name.endsWith(ROMANISED) || UNKNOWN_TO_GENERAL.has(name));
    const ours = own.reduce((sum, p, i) => (isOurs[i] ? sum + p : sum), 0);
    const shared = own.map((p, i) => {
      if (isOurs[i]) return 0;
      const score = general[names[i] as string] ?? 0;
      return (p + 1e-9) ** OWN_WEIGHT * (score + GENERAL_FLOOR) ** GENERAL_WEIGHT;
    });
    const total = shared.reduce((sum, value) => sum + value, 0) || 1;
    return own.map((p, i) => (isOurs[i] ? p : ((1 - ours) * (shared[i] as number)) / total));
  }

  #looksForeign(
    text: string,
    wordCount: number,
    likely: LocaleTag,
    general: Readonly<Record<string, number>>,
    known: number,
    isRomanised: boolean,
  ): boolean {
    if (OWN_LETTERS[likely]?.test(text)) return false;
    if (FOREIGN_WORDS[likely] && !isRomanised) return FOREIGN_WORDS[likely].test(text);
    let offered = 0;
    let foreign = 0;
    for (const [code, score] of Object.entries(general)) {
      if (this.#scripts.has(code)) offered = Math.max(offered, score);
      else foreign = Math.max(foreign, NEIGHBOURS[code] === likely ? score - NEIGHBOUR_SLACK : score);
    }
    if (isRomanised && wordCount >= FEW_WORDS && known < MIN_KNOWN_ROMANISED) return true;
    let slack = KNOWN_WORDS_SLACK * known + (UNKNOWN_TO_GENERAL.has(likely) ? UNKNOWN_SLACK : 0);
    if (wordCount < FEW_WORDS) slack += TWO_WORDS_SLACK;
    else if (wordCount === FEW_WORDS) slack += FEW_WORDS_SLACK;
    if (isRomanised) slack += ROMANISED_SLACK + (DIGIT_LETTERS.test(text) ? DIGIT_LETTERS_SLACK : 0);
    return foreign - offered > slack;
  }

  #classesOf(script: string): number[] {
    return this.#model.classes.flatMap((name, c) => {
      const own = name.endsWith(ROMANISED) ? 'Latn' : this.#scripts.get(name);
      return own === script ? [c] : [];
    });
  }
}

function toTag(className: string): LocaleTag {
  return className.endsWith(ROMANISED) ? className.slice(0, -ROMANISED.length) : className;
}

function applyPrior(byTag: ReadonlyMap<LocaleTag, number>, prior: LanguagePrior | undefined): Map<LocaleTag, number> {
  if (!prior || !byTag.has(prior.tag) || byTag.size === 1) return new Map(byTag);
  const rest = (1 - prior.weight) / (byTag.size - 1);
  const weighted = [...byTag].map(([tag, p]) => [tag, p * (tag === prior.tag ? prior.weight : rest)] as const);
  const sum = weighted.reduce((total, [, p]) => total + p, 0) || 1;
  return new Map(weighted.map(([tag, p]) => [tag, p / sum]));
}
