import type { Consider } from '#src/answering/considerAdvice.ts';
import type { Answerer, Interpretation } from '#src/domain/answering.ts';
import { isCrisisTopic, type TopicId, WELL_KNOWN_TOPICS } from '#src/domain/topic.ts';
import { type Decision, formatDecision } from './formatDecision.ts';
import { type LanguageSample, NO_TOPIC, type Question } from './readQuestions.ts';

/** `hits` of `total`. */
export interface Rate {
  readonly hits: number;
  readonly total: number;
}

/** The measures of eval/README for a set of questions. */
export interface Score {
  readonly questions: number;
  readonly solved: Rate;
  readonly right: Rate;
  readonly offered: Rate;
  readonly wrong: Rate;
  readonly missed: Rate;
  readonly crisisRecall: Rate;
  readonly crisisExact: Rate;
  readonly falseAlarm: Rate;
  readonly offTopicAnswered: Rate;
  /** Questions of at least two words, not romanised and not mixed. */
  readonly language: Rate;
  readonly romanisedLanguage: Rate;
  readonly languageSamples: Rate;
}

/** A question with what the bot decided for it. */
export interface ScoredQuestion {
  readonly question: Question;
  readonly decision: Decision;
  readonly outcome: 'right' | 'offered' | 'wrong' | 'missed' | 'offTopicAnswered' | 'offTopicLeft' | 'notJudged';
}

/** A message with its known and its detected language. */
export interface ScoredSample {
  readonly sample: LanguageSample;
  readonly language: string;
}

/** Asks the bot each question as a first message: no hint of language or country. */
export function askQuestions(questions: readonly Question[], answerer: Answerer): ScoredQuestion[] {
  return questions.map((question) => scoreDecision(question, answerer.interpret({ text: question.text })));
}

/** The same with the advice of a model of meaning, one question after the other. */
export async function considerQuestions(questions: readonly Question[], consider: Consider): Promise<ScoredQuestion[]> {
  const asked: ScoredQuestion[] = [];
  for (const question of questions) asked.push(scoreDecision(question, await consider({ text: question.text })));
  return asked;
}

function scoreDecision(question: Question, interpretation: Interpretation): ScoredQuestion {
  const decision = formatDecision(interpretation);
  return { question, decision, outcome: judge(question, decision) };
}

/** The language the bot takes each message for. */
export function askLanguages(samples: readonly LanguageSample[], answerer: Answerer): ScoredSample[] {
  return samples.map((sample) => ({ sample, language: answerer.interpret({ text: sample.text }).language }));
}

/** Styles in which a message is wholly in its language and its own script. */
const PURE_STYLES = new Set<Question['style']>(['plain', 'keyword', 'typo', 'colloquial', 'narrative']);

/** Counts outcomes. `isOffered` tells whether a question's language is one the bot speaks: else `other` is right. */
export function score(
  asked: readonly ScoredQuestion[],
  samples: readonly ScoredSample[],
  isOffered: (lang: string) => boolean,
): Score {
  const inScope = asked.filter(({ question }) => !isOffTopic(question) && question.topic !== NO_TOPIC);
  const offTopic = asked.filter(({ question }) => isOffTopic(question));
  const danger = asked.filter(({ question }) => isCrisisTopic(question.topic as TopicId));
  const safe = asked.filter(({ question }) => !question.accept.some((topic) => topic.startsWith('safety-')));
  const plain = asked.filter(({ question: { text, style } }) => countWords(text) >= 2 && PURE_STYLES.has(style));
  const romanised = asked.filter(({ question }) => question.style === 'translit');
  const outcome = (wanted: ScoredQuestion['outcome']): Rate => rate(inScope, (item) => item.outcome === wanted);
  const isLanguageRight = (lang: string, found: string): boolean => found === (isOffered(lang) ? lang : 'other');
  return {
    questions: asked.length,
    solved: rate(inScope, (item) => item.outcome === 'right' || item.outcome === 'offered'),
    right: outcome('right'),
    offered: outcome('offered'),
    wrong: outcome('wrong'),
    missed: outcome('missed'),
    crisisRecall: rate(danger, ({ decision }) => decision.kind === 'crisis'),
    crisisExact: rate(
      danger,
      ({ decision, question }) => decision.kind === 'crisis' && decision.topic === question.topic,
    ),
    falseAlarm: rate(safe, ({ decision }) => decision.kind === 'crisis'),
    offTopicAnswered: rate(offTopic, (item) => item.outcome === 'offTopicAnswered'),
    language: rate(plain, ({ question, decision }) => isLanguageRight(question.lang, decision.language)),
    romanisedLanguage: rate(romanised, ({ question, decision }) => isLanguageRight(question.lang, decision.language)),
    languageSamples: rate(samples, ({ sample, language }) => isLanguageRight(sample.lang, language)),
  };
}

function judge(question: Question, decision: Decision): ScoredQuestion['outcome'] {
  const { topic, topics } = decision;
  if (question.topic === NO_TOPIC) return 'notJudged';
  if (isOffTopic(question)) {
    return topic !== null && !question.accept.includes(topic) ? 'offTopicAnswered' : 'offTopicLeft';
  }
  if (topic !== null) return question.accept.includes(topic) ? 'right' : 'wrong';
  return topics.some((offered) => question.accept.includes(offered)) ? 'offered' : 'missed';
}

function isOffTopic(question: Question): boolean {
  return question.topic === WELL_KNOWN_TOPICS.offTopic;
}

function rate<T>(items: readonly T[], isHit: (item: T) => boolean): Rate {
  return { hits: items.filter(isHit).length, total: items.length };
}

function countWords(text: string): number {
  return text.trim().split(/\s+/).length;
}
