import type { Answerer, Interpretation, Utterance } from '#src/domain/answering.ts';
import { baseOf, type LocaleTag } from '#src/domain/locale.ts';
import type { Reply } from '#src/domain/reply.ts';
import { WELL_KNOWN_TOPICS } from '#src/domain/topic.ts';
import type { StraightLine } from './calibration.ts';
import { readDanger } from './crisis/readDanger.ts';
import { type CrisisFinding, screenForCrisis } from './crisis/screenForCrisis.ts';
import { decideReply, THRESHOLDS, type Thresholds } from './decideReply.ts';
import { decideLanguage, toPrior } from './language/decideLanguage.ts';
import { type AnsweringParts, type Reading, readMessage } from './readMessage.ts';
import { sigmoid } from './topics/fitLogit.ts';
import { weighEvidence } from './weighEvidence.ts';

/**
 * Joins the steps of answering: clean and normalise → find the language → match → screen for danger → decide.
 * The screen comes last of the reading steps since it also hears the matcher, but nothing is decided before it.
 */
export function createAnswerer(parts: AnsweringParts, thresholds: Thresholds = THRESHOLDS): Answerer {
  const screen = createScreen(parts);
  return {
    interpret(utterance: Utterance): Interpretation {
      const spoken = utterance.language && { ...utterance.language, tag: toMatched(utterance.language.tag) };
      const reading = readMessage(utterance.text, parts, toPrior(spoken));
      const language = reading.language.best ?? spoken?.tag ?? 'other';
      const languageDecision = decideLanguage(reading.language, spoken?.tag, parts.languages);
      const danger = screen(reading);
      if (danger) return { language, languageDecision, reply: { kind: 'crisis', ...danger } };
      if (languageDecision.kind === 'unsupported') {
        return { language, languageDecision, reply: { kind: 'notUnderstood' } };
      }
      return { language, languageDecision, reply: decide(reading, utterance, parts, thresholds) };
    },
    screenForCrisis: (text) => screen(readMessage(text, parts, undefined)),
  };
}

/** A variant of a language is understood as its base. */
function toMatched(tag: LocaleTag): LocaleTag {
  return baseOf(tag) ?? tag;
}

function createScreen(parts: AnsweringParts): (reading: Reading) => CrisisFinding | undefined {
  const crisis = { model: parts.crisisModel, lexicon: parts.lexicon, weights: parts.danger };
  return (reading) => screenForCrisis(reading.words, readDanger(reading, parts.topics), crisis);
}

function decide(reading: Reading, utterance: Utterance, parts: AnsweringParts, thresholds: Thresholds): Reply {
  const weighed = weighEvidence(reading, utterance, parts);
  // A number, an emoji or a link alone says nothing that could be matched.
  if (!weighed || reading.language.best === undefined) return { kind: 'notUnderstood' };
  const { language } = weighed;
  const first = toProbability(weighed.first, parts.shift.first, language);
  const reply = decideReply(
    { ...weighed, first, three: Math.max(first, toProbability(weighed.three, parts.shift.three, language)) },
    thresholds,
  );
  if (reply.kind !== 'smalltalk' || reply.topic !== WELL_KNOWN_TOPICS.offTopic) return reply;
  const matcher = parts.languages.find(({ tag }) => tag === language);
  const neighbour = matcher?.model.findNeighbour(reading.words);
  return neighbour ? { ...reply, neighbour } : reply;
}

function toProbability(logOdds: number, { slope, offset, languages }: StraightLine, language: LocaleTag): number {
  return sigmoid(slope * logOdds + offset + (languages[language] ?? 0));
}
