import { loadParts } from '#src/answering/prepareAnswering.ts';
import { readCalibration } from '#src/answering/readCalibration.ts';
import { listQuestionFiles } from '#src/cli/listQuestionFiles.ts';
import { LOCALES_DIR, MODELS_DIR } from '#src/cli/projectPaths.ts';
import { type Question, readQuestions } from '#src/cli/readQuestions.ts';
import { stderrLogger } from '#src/cli/stderrLogger.ts';
import { WELL_KNOWN_TOPICS } from '#src/domain/topic.ts';
import { loadTrainingContent } from '#src/knowledge/loadTrainingContent.ts';
import type { Matcher } from './matcher.ts';
import { indexMiniSearch } from './miniSearchMatcher.ts';
import { NLP_JS_THRESHOLD, trainNlpJs } from './nlpJsMatcher.ts';
import { createOwnMatcher } from './ownMatcher.ts';

/** How one matcher did on the questions of one language; counts of `questions`. */
export interface MatcherScore {
  readonly language: string;
  readonly matcher: 'ours' | 'nlp.js' | 'MiniSearch';
  readonly questions: number;
  /** The first topic is right. */
  readonly first: number;
  /** The right topic is among the first three. */
  readonly three: number;
  /** Answered wrongly if one answers at the matcher's usual threshold; `null` for ours, which decides otherwise. */
  readonly wrong: number | null;
  /** Milliseconds of wall clock it took to train or index. */
  readonly trainMs: number;
}

/**
 * Our matcher beside nlp.js and MiniSearch: the same phrases, the same questions, the same run. The language is given to
 * all of them; ours is measured without screen, calibration and questions back, which the others do not have.
 */
export async function compareMatchers(
  languages: readonly string[],
  report: (progress: string) => void,
): Promise<MatcherScore[]> {
  const content = loadTrainingContent(LOCALES_DIR);
  const calibration = readCalibration(LOCALES_DIR);
  const parts = await loadParts({ content, calibration, cacheDir: MODELS_DIR, logger: stderrLogger });
  const { questions } = readQuestions(listQuestionFiles());
  const scores: MatcherScore[] = [];
  for (const { tag, phrases } of content.languages) {
    if (languages.length > 0 && !languages.includes(tag)) continue;
    report(tag);
    const own = parts.languages.find((language) => language.tag === tag);
    if (!own) continue;
    const asked = questions.filter(({ lang, topic }) => lang === tag && topic !== WELL_KNOWN_TOPICS.offTopic);
    const makers: readonly [MatcherScore['matcher'], number | null, () => Matcher | Promise<Matcher>][] = [
      ['ours', null, () => createOwnMatcher(own.model)],
      ['nlp.js', NLP_JS_THRESHOLD, () => trainNlpJs(tag, phrases)],
      // It answers with whatever it finds.
      ['MiniSearch', 0, () => indexMiniSearch(phrases)],
    ];
    for (const [matcher, threshold, make] of makers) {
      const start = performance.now();
      const made = await make();
      const trainMs = performance.now() - start;
      scores.push({ language: tag, matcher, trainMs, ...(await measure(made, asked, threshold)) });
    }
  }
  return scores;
}

async function measure(
  matcher: Matcher,
  questions: readonly Question[],
  threshold: number | null,
): Promise<Pick<MatcherScore, 'questions' | 'first' | 'three' | 'wrong'>> {
  let first = 0;
  let three = 0;
  let wrong = 0;
  for (const { text, accept } of questions) {
    const ranked = await matcher.rank(text);
    const [best] = ranked;
    const isRight = best !== undefined && accept.includes(best.topic);
    if (isRight) first += 1;
    if (ranked.slice(0, 3).some(({ topic }) => accept.includes(topic))) three += 1;
    if (best && !isRight && threshold !== null && best.score >= threshold) wrong += 1;
  }
  return { questions: questions.length, first, three, wrong: threshold === null ? null : wrong };
}
