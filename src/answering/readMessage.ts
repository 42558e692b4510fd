import { cleanText } from '#src/domain/cleanText.ts';
import type { LocaleTag } from '#src/domain/locale.ts';
import type { TrainingTopic } from '#src/domain/trainingContent.ts';
import type { Calibration } from './calibration.ts';
import type { CrisisLexicon } from './crisis/crisisLexicon.ts';
import type { CrisisModel } from './crisis/crisisModel.ts';
import type { IdentifiedLanguage, LanguageIdentifier, LanguagePrior } from './language/languageIdentifier.ts';
import { mixScores } from './mixScores.ts';
import type { PlaceCue } from './placeCue.ts';
import { foldText, splitWords } from './text/foldText.ts';
import type { Calibrator } from './topics/fitCalibrator.ts';
import type { TopicModel, TopicScores } from './topics/topicModel.ts';

/** One language the answering can match. */
export interface MatcherLanguage {
  readonly tag: LocaleTag;
  readonly script: string;
  readonly model: TopicModel;
  readonly calibrator: Calibrator;
}

/** The trained parts the steps work with. */
export interface AnsweringParts {
  readonly topics: readonly TrainingTopic[];
  readonly languages: readonly MatcherLanguage[];
  readonly identifier: LanguageIdentifier;
  readonly crisisModel: CrisisModel;
  readonly lexicon: CrisisLexicon;
  readonly places: PlaceCue;
  readonly shift: Calibration['questions'];
  readonly danger: Calibration['danger'];
}

/** A message that has been cleaned, whose language is known, and that the matchers have seen. */
export interface Reading {
  readonly words: readonly string[];
  readonly language: IdentifiedLanguage;
  /** What the matchers of the probable languages think; `undefined` if no offered language is probable. */
  readonly matched:
    | { readonly language: LocaleTag; readonly scores: TopicScores; readonly calibrator: Calibrator }
    | undefined;
}

/** Languages less probable than this are not asked. */
const MIN_LANGUAGE_SHARE = 0.05;
/** From here on one language is sure enough to be asked alone. */
const SURE_LANGUAGE = 0.9;

/** The first steps: clean and normalise, find the language, ask the matchers of the probable languages. */
export function readMessage(text: string, parts: AnsweringParts, prior: LanguagePrior | undefined): Reading {
  const { text: cleaned } = cleanText(text);
  const language = parts.identifier.identify(cleaned, prior);
  const words = splitWords(foldText(cleaned));
  const asked = chooseMatchers(language, parts.languages, prior);
  const [main] = asked;
  if (!main) return { words, language, matched: undefined };
  const scores = mixScores(asked.map(({ weight, matcher }) => ({ weight, scores: matcher.model.score(words) })));
  return { words, language, matched: { language: main.matcher.tag, scores, calibrator: main.matcher.calibrator } };
}

function chooseMatchers(
  { candidates }: IdentifiedLanguage,
  languages: readonly MatcherLanguage[],
  prior: LanguagePrior | undefined,
): { readonly weight: number; readonly matcher: MatcherLanguage }[] {
  // A message without words (a number, an emoji) is read in the language of the conversation.
  const probable = candidates.length > 0 || !prior ? candidates : [{ tag: prior.tag, probability: 1 }];
  const isSure = (probable[0]?.probability ?? 0) >= SURE_LANGUAGE;
  const kept = isSure ? probable.slice(0, 1) : probable.filter(({ probability }) => probability >= MIN_LANGUAGE_SHARE);
  const total = kept.reduce((sum, { probability }) => sum + probability, 0);
  return kept.flatMap(({ tag, probability }) => {
    const matcher = languages.find((language) => language.tag === tag);
    return matcher ? [{ weight: probability / total, matcher }] : [];
  });
}
