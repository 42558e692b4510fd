import type { PresentedAnswer } from '#src/domain/answer.ts';
import type { Contact } from '#src/domain/contact.ts';
import type { Country } from '#src/domain/country.ts';
import type { LocaleTag } from '#src/domain/locale.ts';
import { isCrisisTopic, type Topic } from '#src/domain/topic.ts';
import { chooseVariant } from './chooseVariant.ts';
import type { AnswerEntry, Fact } from './contentSchemas.ts';
import { findSource } from './findSource.ts';
import type { LanguageContent } from './readContent.ts';
import { resolveParagraph } from './resolveParagraph.ts';

/** What decides how one topic is shown to one person. */
export interface Presentation {
  /** The topic asked for; for Luxembourg another one may be shown. */
  readonly topic: Topic;
  readonly text: LanguageContent;
  readonly locale: LocaleTag;
  readonly country: Country | undefined;
  /** UTC day of today, `YYYY-MM-DD`. */
  readonly today: string;
  readonly isOperated: boolean;
  readonly showDraftHighRisk: boolean;
  readonly findTopic: (id: string) => Topic;
  readonly isReviewed: (topic: Topic) => boolean;
  readonly findContact: (id: string) => Contact | undefined;
  readonly factsOf: (topic: Topic) => readonly Fact[];
}

/** The answer this person may read now: country variant, freshness and review state applied, numbers filled in. */
export function presentAnswer(on: Presentation): PresentedAnswer {
  const { country, text } = on;
  const shown = country === 'LU' && on.topic.luTopic !== undefined ? on.findTopic(on.topic.luTopic) : on.topic;
  const entry = text.answers[shown.id] as AnswerEntry;
  const isCrisis = isCrisisTopic(shown.id);
  const isReviewed = on.isReviewed(shown);
  const degraded = findDegradation(shown, isCrisis, isReviewed, on);
  const paragraphs = degraded ? chooseReferral(text, country) : chooseVariant(entry, country, isCrisis, on.isOperated);
  return {
    topic: shown.id,
    locale: on.locale,
    title: entry.title,
    paragraphs: paragraphs.map((paragraph) => resolveParagraph(paragraph, on.findContact)),
    isCrisis,
    isHighRisk: shown.risk === 'high',
    source: isCrisis || shown.group === 'smalltalk' ? undefined : findSource(on.factsOf(shown), country),
    checkedOn: shown.checkedOn,
    isReviewed,
    degraded,
    related: shown.related,
    // The referral and the crisis card name both countries already.
    dependsOnCountry:
      country === undefined && !degraded && !isCrisis && differsForLuxembourg(shown, entry, on.isOperated),
  };
}

/** Crisis answers are always shown: an old number is better than none, and the content report flags it. */
function findDegradation(
  topic: Topic,
  isCrisis: boolean,
  isReviewed: boolean,
  on: Presentation,
): PresentedAnswer['degraded'] {
  if (isCrisis) return undefined;
  if (on.today > topic.validUntil) return 'stale';
  if (!on.showDraftHighRisk && topic.risk === 'high' && !isReviewed) return 'unreviewed';
  return undefined;
}

function chooseReferral({ referral }: LanguageContent, country: Country | undefined): readonly string[] {
  if (country === undefined) return referral.unknown;
  return country === 'LU' ? referral.lu : referral.be;
}

function differsForLuxembourg(topic: Topic, entry: AnswerEntry, isOperated: boolean): boolean {
  if (topic.luTopic !== undefined) return true;
  return !isOperated && entry.demo ? entry.demo.lu !== undefined : entry.lu !== undefined;
}
