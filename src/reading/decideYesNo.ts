import type { ReadableLanguage, Recognized } from './recognizerTask.ts';

// A wrong “yes” here could be a consent nobody gave. Whatever asks, doubts, sets a condition, denies, or adds a number
// (“yes, I am 16”) is no answer.
const DOUBTS: Readonly<Record<ReadableLanguage, RegExp>> = {
  en: /[?؟\d]|\b(?:but|if|unless|maybe|perhaps|depends|idea|problem|worr(?:y|ies)|doubt)\b/,
  fr: /[?؟\d]|(?:^|[^\p{L}])(?:si|sauf|peut-être|dépend|pourquoi|sais|problème|souci|idée|doute)(?![\p{L}])|\bmais\b(?! (?:oui|non))/u,
};
const DENIALS: Readonly<Record<ReadableLanguage, RegExp>> = {
  en: /\b(?:not|never|no|nor|none|nothing|cannot)\b|n't\b/,
  fr: /(?:^|[^\p{L}])(?:ne|pas|non|jamais|rien|aucune?)(?![\p{L}])|\bn'/u,
};

// The word must open the sentence: “I have no phone” is no refusal, nor is “no phone”.
const OPENINGS: Readonly<Record<ReadableLanguage, RegExp>> = {
  en: /^(?:(?:oh|well|ok(?:ay)?|hello|hi|dear|sorry|please|thanks?|thank you|i (?:say|think)|my answer is)[\s,.!:]*){0,2}$/,
  fr: /^(?:(?:oh|ah|euh|ben|bien|mais|ok|bonjour|salut|pardon|désolée?|merci|je (?:dis|pense que)|ma réponse est)[\s,.!:]*){0,2}$/,
};
const AFTER_NO: Readonly<Record<ReadableLanguage, RegExp>> = {
  en: /^(?:$|[^\p{L}\d\s]|\s+(?:$|[^\p{L}\d]|(?:no|thanks?|thank|please|sorry|never|not|way|sir|madam|i|it|do|don't|you|we|my|this|that)(?!\p{L})))/u,
  fr: /^(?:$|[^\p{L}\d\s]|\s+(?:$|[^\p{L}\d]|(?:non|merci|jamais|pas|plus|monsieur|madame|je|j'|désolée?|ça|c'est|vous|surtout|désormais)(?!\p{L})))/u,
};
/** “Pas” alone refuses nothing (“je ne comprends pas”); these sentences do. */
const FRENCH_REFUSAL =
  /(?:^|[^\p{L}])(?:(?:je ne|j'|je n')\s?(?:veux|souhaite|désire|accepte) pas|pas d'accord)(?![\p{L}])/u;

/** Whether a sentence says yes or no; `undefined` for both, neither, a doubt or a condition. */
export function decideYesNo(
  raw: string,
  language: ReadableLanguage,
  found: readonly Recognized[],
): boolean | undefined {
  const text = raw.toLowerCase().replaceAll('’', "'").trim();
  if (DOUBTS[language].test(text)) return undefined;
  if (language === 'fr' && FRENCH_REFUSAL.test(text))
    return found.some(({ resolution }) => saysYes(resolution)) ? undefined : false;

  const answers = found.flatMap(listAnswers).filter((answer) => answer.word !== 'pas');
  const value = answers[0]?.value;
  if (value === undefined || answers.some((answer) => answer.value !== value)) return undefined;

  const rest = answers.map(({ word }) => restAfterOpening(text, word, language)).find((found) => found !== undefined);
  if (rest === undefined) return undefined;
  if (value) return DENIALS[language].test(text) ? undefined : true;
  return AFTER_NO[language].test(rest) ? false : undefined;
}

/** What follows the word, if the sentence opens with it as a whole word. */
function restAfterOpening(text: string, word: string, language: ReadableLanguage): string | undefined {
  const start = text.indexOf(word);
  if (start < 0 || !OPENINGS[language].test(text.slice(0, start))) return undefined;
  const rest = text.slice(start + word.length);
  return /^\p{L}/u.test(rest) ? undefined : rest;
}

/** Every yes and no of a result; the library puts all but one aside as `otherResults`. */
function listAnswers({ text, resolution }: Recognized): { readonly word: string; readonly value: boolean }[] {
  const others = (resolution?.['otherResults'] ?? []) as readonly { readonly value: boolean; readonly text: string }[];
  return [
    { word: text.toLowerCase(), value: saysYes(resolution) },
    ...others.map((other) => ({ word: other.text.toLowerCase(), value: other.value })),
  ];
}

function saysYes(resolution: Recognized['resolution']): boolean {
  return resolution?.['value'] === true;
}
