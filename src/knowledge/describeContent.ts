import { baseOf, type LocaleTag } from '#src/domain/locale.ts';
import { hashAnswer } from './hashAnswer.ts';
import { readContent } from './readContent.ts';

/** One row of the content table. */
export interface ContentRow {
  readonly locale: LocaleTag;
  readonly topics: number;
  readonly answers: number;
  readonly phrases: number;
  /** Phrases of the topic that has fewest. */
  readonly fewestPhrases: number;
  /** Answers whose present text somebody has confirmed. */
  readonly reviewed: number;
  readonly review: 'draft' | 'reviewed';
  /** The oldest day on which an answer was checked. */
  readonly oldestCheck: string;
}

/** One answer that nobody has confirmed as it stands now. */
export interface UnreviewedAnswer {
  readonly topic: string;
  /** What goes into `reviews.json` when somebody confirms this very text. */
  readonly textHash: string;
}

/** The answers of a language that wait for a review; `undefined` if there is no such language. */
export function listUnreviewed(localesDir: string, tag: LocaleTag): UnreviewedAnswer[] | undefined {
  const { content } = readContent(localesDir);
  const text = content.languages.find(({ language }) => language.tag === tag);
  if (!text) return undefined;
  return Object.entries(text.answers)
    .map(([topic, answer]) => ({ topic, textHash: hashAnswer(answer) }))
    .filter(({ topic, textHash }) => text.reviews[topic]?.textHash !== textHash);
}

/** How complete, reviewed and old the content is, one row per language. */
export function describeContent(localesDir: string): ContentRow[] {
  const { content } = readContent(localesDir);
  const topics = Object.keys(content.catalog);
  const oldestCheck = Object.values(content.catalog).reduce(
    (oldest, { checkedOn }) => (checkedOn < oldest ? checkedOn : oldest),
    '9999',
  );
  const phrasesOf = new Map(content.languages.map(({ language, phrases }) => [language.tag, phrases]));
  return content.languages.map(({ language, answers, reviews }) => {
    // A variant is understood by the phrases of its base.
    const counts = topics.map((id) => (phrasesOf.get(baseOf(language.tag) ?? language.tag)?.[id] ?? []).length);
    const reviewed = topics.filter((id) => answers[id] && reviews[id]?.textHash === hashAnswer(answers[id]));
    return {
      locale: language.tag,
      topics: topics.length,
      answers: topics.filter((id) => answers[id]).length,
      phrases: counts.reduce((sum, count) => sum + count, 0),
      fewestPhrases: Math.min(...counts),
      reviewed: reviewed.length,
      review: language.review,
      oldestCheck,
    };
  });
}
