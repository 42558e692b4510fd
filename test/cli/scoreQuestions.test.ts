import { describe, expect, it } from '@jest/globals';
import type { Question } from '#src/cli/readQuestions.ts';
import { askQuestions, score } from '#src/cli/scoreQuestions.ts';
import { wilsonInterval } from '#src/cli/wilsonInterval.ts';
import type { Answerer, Interpretation } from '#src/domain/answering.ts';
import type { Reply } from '#src/domain/reply.ts';

/** An answerer that answers each text as told. */
function scripted(replies: Record<string, unknown>, language = 'en'): Answerer {
  return {
    interpret: ({ text }) =>
      ({ language, languageDecision: { kind: 'stay' }, reply: replies[text] as Reply }) as Interpretation,
    screenForCrisis: () => undefined,
  };
}

const question = (text: string, topic: string, change: Partial<Question> = {}): Question => ({
  id: text,
  lang: 'en',
  text,
  topic,
  accept: [topic],
  style: 'plain',
  ...change,
});

const questions = [
  question('right one', 'apply-how'),
  question('also right', 'apply-how', { accept: ['apply-how', 'avr-steps'] }),
  question('offered one', 'apply-how'),
  question('wrong one', 'apply-how'),
  question('missed one', 'apply-how'),
  question('not understood', 'apply-how', { style: 'translit' }),
  question('danger seen', 'safety-suicide'),
  question('danger taken for another', 'safety-child'),
  question('false alarm', 'apply-how'),
  question('fear is no false alarm', 'safety-fear-return'),
  question('off topic answered', 'chat-off-topic'),
  question('off topic left', 'chat-off-topic'),
];
const answerer = scripted({
  'right one': { kind: 'answered', topic: 'apply-how', confidence: 0.9 },
  'also right': { kind: 'answered', topic: 'avr-steps', confidence: 0.9 },
  'offered one': { kind: 'suggested', topics: ['avr-steps', 'apply-how'], confidence: 0.8 },
  'wrong one': { kind: 'answered', topic: 'money-debts', confidence: 0.9 },
  'missed one': { kind: 'suggested', topics: ['money-debts'], confidence: 0.5 },
  'not understood': { kind: 'notUnderstood' },
  'danger seen': { kind: 'crisis', topic: 'safety-suicide', confidence: 0.9 },
  'danger taken for another': { kind: 'crisis', topic: 'safety-violence', confidence: 0.9 },
  'false alarm': { kind: 'crisis', topic: 'safety-child', confidence: 0.9 },
  'fear is no false alarm': { kind: 'crisis', topic: 'safety-violence', confidence: 0.9 },
  'off topic answered': { kind: 'answered', topic: 'apply-how', confidence: 0.9 },
  'off topic left': { kind: 'smalltalk', topic: 'chat-off-topic', confidence: 0.9 },
});

describe('scoring', () => {
  it('counts as eval/README says', () => {
    const result = score(askQuestions(questions, answerer), [], () => true);
    expect(result).toMatchObject({
      questions: 12,
      solved: { hits: 4, total: 10 },
      right: { hits: 3, total: 10 },
      offered: { hits: 1, total: 10 },
      wrong: { hits: 4, total: 10 },
      missed: { hits: 2, total: 10 },
      crisisRecall: { hits: 2, total: 2 },
      crisisExact: { hits: 1, total: 2 },
      falseAlarm: { hits: 1, total: 9 },
      offTopicAnswered: { hits: 1, total: 2 },
      language: { hits: 11, total: 11 },
      romanisedLanguage: { hits: 1, total: 1 },
    });
  });

  it('takes “other” for right where the language is not offered', () => {
    const foreign = [question('eine Frage', 'apply-how', { lang: 'de' })];
    const replies = { 'eine Frage': { kind: 'notUnderstood' } };
    const rate = (language: string): unknown =>
      score(askQuestions(foreign, scripted(replies, language)), [], () => false).language;
    expect(rate('other')).toEqual({ hits: 1, total: 1 });
    expect(rate('en')).toEqual({ hits: 0, total: 1 });
  });

  it('gives Wilson intervals', () => {
    const [low, high] = wilsonInterval(8, 10);
    expect([low.toFixed(3), high.toFixed(3)]).toEqual(['0.490', '0.943']);
    expect(wilsonInterval(0, 0)).toEqual([0, 1]);
    expect(wilsonInterval(5, 5)[1]).toBe(1);
  });
});
