import type { LanguageDecision, Utterance } from '#src/domain/answering.ts';
import type { LocaleTag, OfferedLanguage } from '#src/domain/locale.ts';
import type { IdentifiedLanguage, LanguagePrior } from './languageIdentifier.ts';

const SWITCH_AT = 0.9;
const OFFER_AT = 0.6;
const MIN_WORDS = 2;

// A language the person chose is left less easily than one the browser sent (measured on single words and short sentences).
const PRIOR_WEIGHTS = { chosen: 0.7, detected: 0.6, browser: 0.5 } as const;

/** The language the conversation is in, as a prior for the next message. */
export function toPrior(language: Utterance['language']): LanguagePrior | undefined {
  return language && { tag: language.tag, weight: PRIOR_WEIGHTS[language.origin] };
}

/**
 * Whether to go on, switch, offer to switch, or say that we do not speak this language. Never moves on one word, a
 * number or a link, unless the script itself is another one.
 */
export function decideLanguage(
  identified: IdentifiedLanguage,
  current: LocaleTag | undefined,
  languages: readonly Pick<OfferedLanguage, 'tag' | 'script'>[],
): LanguageDecision {
  const { best, candidates, wordCount, script, isForeignScript } = identified;
  if (best === undefined) return { kind: 'stay' };
  if (best === 'other') return isForeignScript || wordCount >= MIN_WORDS ? { kind: 'unsupported' } : { kind: 'stay' };
  if (best === current) return { kind: 'stay' };
  if (current === undefined) return { kind: 'switch', to: best };
  const probability = candidates[0]?.probability ?? 0;
  const currentScript = languages.find((language) => language.tag === current)?.script;
  const isNewScript = script !== currentScript && script === languages.find(({ tag }) => tag === best)?.script;
  if (wordCount < MIN_WORDS && !isNewScript) return { kind: 'stay' };
  if (probability >= SWITCH_AT) return { kind: 'switch', to: best };
  return probability >= OFFER_AT ? { kind: 'offer', to: best } : { kind: 'stay' };
}
