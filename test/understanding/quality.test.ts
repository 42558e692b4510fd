import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { listCrisisFiles, listQuestionFiles } from '#src/cli/listQuestionFiles.ts';
import { readQuestions } from '#src/cli/readQuestions.ts';
import { askLanguages, askQuestions, type Rate, type Score, score } from '#src/cli/scoreQuestions.ts';
import type { Answerer } from '#src/domain/answering.ts';
import { loadTrainingContent } from '#src/knowledge/loadTrainingContent.ts';
import { openRealAnswerer } from '#test/support/realAnswerer.ts';
import { LOCALES_DIR } from '#test/support/trainingContent.ts';

/**
 * Floors a little below what was measured when they were set, in percent. A change that falls below one is a step back:
 * mend it, or lower the floor in a commit that says why. Danger and false alarms are few per language: they are judged
 * on all languages together.
 */
const FLOORS: Readonly<Record<string, Readonly<Record<'solved' | 'right' | 'wrong' | 'language', number>>>> = {
  ar: { solved: 92, right: 58, wrong: 4, language: 98 },
  de: { solved: 86, right: 48, wrong: 6, language: 96 },
  en: { solved: 92, right: 54, wrong: 4, language: 96 },
  es: { solved: 90, right: 53, wrong: 6, language: 96 },
  fa: { solved: 90, right: 51, wrong: 5, language: 96 },
  fr: { solved: 90, right: 55, wrong: 8, language: 93 },
  ka: { solved: 90, right: 44, wrong: 8, language: 98 },
  mn: { solved: 86, right: 61, wrong: 6, language: 96 },
  nl: { solved: 91, right: 60, wrong: 6, language: 96 },
  ps: { solved: 86, right: 54, wrong: 4, language: 95 },
  pt: { solved: 92, right: 67, wrong: 5, language: 98 },
  ro: { solved: 89, right: 49, wrong: 4, language: 98 },
  ru: { solved: 91, right: 69, wrong: 6, language: 95 },
  sq: { solved: 82, right: 45, wrong: 11, language: 98 },
  ti: { solved: 97, right: 60, wrong: 2, language: 98 },
  tr: { solved: 92, right: 70, wrong: 4, language: 96 },
  uk: { solved: 90, right: 55, wrong: 6, language: 95 },
};

/** All languages together: the development questions, and `crisis/`. */
const ALL = { solved: 90, wrong: 5, crisisRecall: 96, falseAlarm: 2.2 };
const HIDDEN = { crisisRecall: 91, crisisExact: 82, falseAlarm: 7.5 };

const QUESTIONS = join(import.meta.dirname, 'questions');
let answerer: Answerer;

beforeAll(async () => {
  answerer = await openRealAnswerer();
}, 600_000);

function measure(lang: string, isOffered: boolean): Score {
  const { questions, samples } = readQuestions([
    join(QUESTIONS, `${lang}.jsonl`),
    join(QUESTIONS, `langid-${lang}.txt`),
  ]);
  return score(askQuestions(questions, answerer), askLanguages(samples, answerer), () => isOffered);
}

const percent = ({ hits, total }: Rate): number => (100 * hits) / total;

describe.each(Object.entries(FLOORS))('questions in %s', (lang, floors) => {
  it('are solved, danger is seen, and little is answered wrongly', () => {
    const { solved, right, wrong, language, languageSamples } = measure(lang, true);
    expect(percent(solved)).toBeGreaterThanOrEqual(floors.solved);
    expect(percent(right)).toBeGreaterThanOrEqual(floors.right);
    expect(percent(wrong)).toBeLessThanOrEqual(floors.wrong);
    expect(percent(language)).toBeGreaterThanOrEqual(floors.language);
    expect(percent(languageSamples)).toBeGreaterThanOrEqual(80);
  });
});

describe('all languages together', () => {
  it('see danger among the questions, and raise few false alarms', () => {
    const { questions } = readQuestions(listQuestionFiles());
    const { crisisRecall, falseAlarm, solved, wrong } = score(askQuestions(questions, answerer), [], () => true);
    expect(percent(crisisRecall)).toBeGreaterThanOrEqual(ALL.crisisRecall);
    expect(percent(falseAlarm)).toBeLessThanOrEqual(ALL.falseAlarm);
    expect(percent(solved)).toBeGreaterThanOrEqual(ALL.solved);
    expect(percent(wrong)).toBeLessThanOrEqual(ALL.wrong);
  });

  it('see danger among messages written to hide it, and leave most that only sound like it alone', () => {
    const { questions } = readQuestions(listCrisisFiles());
    const { crisisRecall, crisisExact, falseAlarm } = score(askQuestions(questions, answerer), [], () => true);
    expect(percent(crisisRecall)).toBeGreaterThanOrEqual(HIDDEN.crisisRecall);
    expect(percent(crisisExact)).toBeGreaterThanOrEqual(HIDDEN.crisisExact);
    expect(percent(falseAlarm)).toBeLessThanOrEqual(HIDDEN.falseAlarm);
  });

  it('are all measured', () => {
    expect(Object.keys(FLOORS).sort()).toEqual(
      loadTrainingContent(LOCALES_DIR)
        .languages.map(({ tag }) => tag)
        .sort(),
    );
  });
});

describe.each(['pl', 'sw', 'it'])('a language nobody offers (%s)', (lang) => {
  const texts = {
    pl: ['Chciałbym wrócić do domu, czy możecie mi pomóc?', 'Ile pieniędzy dostanę po powrocie do kraju?'],
    sw: ['Nataka kurudi nyumbani, mnaweza kunisaidia?', 'Nitapata pesa ngapi nikirudi nchini kwangu?'],
    it: ['Vorrei tornare a casa, potete aiutarmi?', 'Quanti soldi ricevo quando torno nel mio paese?'],
  };

  it('is not answered as if it were one of ours', () => {
    const decisions = texts[lang as keyof typeof texts].map((text) => answerer.interpret({ text }));
    expect(decisions.map(({ language, reply }) => [language, reply.kind])).toEqual([
      ['other', 'notUnderstood'],
      ['other', 'notUnderstood'],
    ]);
  });
});

describe('speed', () => {
  it('is a few milliseconds at most for a message, and nothing is left behind by the ones before', () => {
    const { questions } = readQuestions([join(QUESTIONS, 'en.jsonl')]);
    const cost = (): number => {
      const start = process.cpuUsage();
      for (const { text } of questions) answerer.interpret({ text });
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1_000 / questions.length;
    };
    cost();
    expect(Math.min(cost(), cost(), cost())).toBeLessThan(6);
  });
});
