import type { Answerer, Interpretation, Utterance } from '#src/domain/answering.ts';
import { cleanText } from '#src/domain/cleanText.ts';
import type { LocaleTag } from '#src/domain/locale.ts';
import { CRISIS_TOPICS } from '#src/domain/topic.ts';
import type { TrainingTopic } from '#src/domain/trainingContent.ts';
import { applyContext } from './applyContext.ts';
import type { Calibration } from './calibration.ts';
import type { CrisisLexicon } from './crisis/crisisLexicon.ts';
import type { CrisisModel } from './crisis/crisisModel.ts';
import { type CrisisFinding, screenForCrisis } from './crisis/screenForCrisis.ts';
import { decideReply } from './decideReply.ts';
import { decideLanguage, toPrior } from './language/decideLanguage.ts';
import type { IdentifiedLanguage, LanguageIdentifier, LanguagePrior } from './language/languageIdentifier.ts';
import { mixScores } from './mixScores.ts';
import { foldText, splitWords } from './text/foldText.ts';
import { describeRanking } from './topics/describeRanking.ts';
import type { Calibrator } from './topics/fitCalibrator.ts';
import { logOdds, sigmoid } from './topics/fitLogit.ts';
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
  readonly shift: Calibration['questions'];
}

/** A message on its way through the steps. */
interface Reading {
  readonly words: readonly string[];
  readonly language: IdentifiedLanguage;
  /** What the matchers of the probable languages think; `undefined` if no offered language is probable. */
  readonly scores: TopicScores | undefined;
  readonly calibrator: Calibrator | undefined;
}

/** Languages less probable than this are not asked. */
const MIN_LANGUAGE_SHARE = 0.05;
/** From here on one language is sure enough to be asked alone. */
const SURE_LANGUAGE = 0.9;

/** Joins the steps: clean and normalise → detect language → match → crisis screen → decide. */
export function createAnswerer(parts: AnsweringParts): Answerer {
  const crisisLabels = CRISIS_TOPICS.map((id) => parts.topics.findIndex((topic) => topic.id === id));

  const screen = ({ words, scores }: Reading): CrisisFinding | undefined => {
    const shares = scores && crisisLabels.map((label) => scores.probabilities[label] ?? 0);
    return screenForCrisis(words, shares, parts.crisisModel, parts.lexicon);
  };

  return {
    interpret(utterance: Utterance): Interpretation {
      const reading = readMessage(utterance.text, parts, toPrior(utterance.language));
      const languageDecision = decideLanguage(reading.language, utterance.language?.tag, parts.languages);
      const language = reading.language.best ?? utterance.language?.tag ?? 'other';
      const danger = screen(reading);
      if (danger) return { language, languageDecision, reply: { kind: 'crisis', ...danger } };
      if (languageDecision.kind === 'unsupported')
        return { language, languageDecision, reply: { kind: 'notUnderstood' } };
      return { language, languageDecision, reply: decide(reading, utterance, parts) };
    },
    screenForCrisis: (text) => screen(readMessage(text, parts, undefined)),
  };
}

function readMessage(text: string, parts: AnsweringParts, prior: LanguagePrior | undefined): Reading {
  const { text: cleaned } = cleanText(text);
  const language = parts.identifier.identify(cleaned, prior);
  const words = splitWords(foldText(cleaned));
  const asked = chooseMatchers(language, parts.languages, prior);
  if (asked.length === 0) return { words, language, scores: undefined, calibrator: undefined };
  const scores = mixScores(asked.map(({ weight, matcher }) => ({ weight, scores: matcher.model.score(words) })));
  return { words, language, scores, calibrator: asked[0]?.matcher.calibrator };
}

function chooseMatchers(
  { candidates }: IdentifiedLanguage,
  languages: readonly MatcherLanguage[],
  prior: LanguagePrior | undefined,
): { weight: number; matcher: MatcherLanguage }[] {
  const probable = candidates.length > 0 ? candidates : prior ? [{ tag: prior.tag, probability: 1 }] : [];
  const sure = (probable[0]?.probability ?? 0) >= SURE_LANGUAGE;
  const kept = sure ? probable.slice(0, 1) : probable.filter(({ probability }) => probability >= MIN_LANGUAGE_SHARE);
  const total = kept.reduce((sum, { probability }) => sum + probability, 0);
  return kept.flatMap(({ tag, probability }) => {
    const matcher = languages.find((language) => language.tag === tag);
    return matcher ? [{ weight: probability / total, matcher }] : [];
  });
}

function decide(reading: Reading, utterance: Utterance, parts: AnsweringParts): Interpretation['reply'] {
  if (!reading.scores || !reading.calibrator) return { kind: 'notUnderstood' };
  const scores = applyContext(reading.scores, utterance.previousTopic, parts.topics);
  const { order, first, three } = describeRanking(scores);
  const { shift } = parts;
  const p1 = sigmoid(shift.first.slope * logOdds(reading.calibrator.first, first) + shift.first.offset);
  const p3 = sigmoid(shift.three.slope * logOdds(reading.calibrator.three, three) + shift.three.offset);
  return decideReply({
    candidates: order.map((label) => ({
      topic: parts.topics[label] as TrainingTopic,
      share: scores.probabilities[label] as number,
    })),
    first: p1,
    three: Math.max(p1, p3),
    wordCount: scores.wordCount,
  });
}
