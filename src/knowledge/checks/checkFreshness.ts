import { DAY_MS, isoDay } from '#src/domain/clock.ts';
import { isCrisisTopic, type TopicId } from '#src/domain/topic.ts';
import type { ContentProblem } from '../contentProblem.ts';
import { hashAnswer } from '../hashAnswer.ts';
import type { Content } from '../readContent.ts';

/** Numbers must be called again after this many days (rule R04). */
const CONTACT_DAYS = 180;

/** What has grown old: numbers to call again, answers that give way to the referral, reviews of a text that changed. */
export function checkFreshness(content: Content, now: number): ContentProblem[] {
  const today = isoDay(now);
  const oldest = isoDay(now - CONTACT_DAYS * DAY_MS);
  const problems: ContentProblem[] = [];
  const warn = (file: string, at: string, message: string): void => {
    problems.push({ severity: 'warning', file, at, message });
  };
  for (const contact of content.contacts) {
    if (contact.state !== 'show' || contact.verifiedOn >= oldest) continue;
    warn(
      'contacts.json',
      contact.id,
      `last verified on ${contact.verifiedOn}, more than ${CONTACT_DAYS} days ago: check it again`,
    );
  }
  for (const [id, topic] of Object.entries(content.catalog)) {
    if (topic.validUntil >= today) continue;
    const effect = isCrisisTopic(id as TopicId)
      ? 'it is still shown, being a crisis answer'
      : 'people now read the referral';
    warn('catalog.json', id, `valid until ${topic.validUntil}: ${effect}; check the facts and set new dates`);
  }
  for (const { language, answers, reviews } of content.languages) {
    for (const [id, review] of Object.entries(reviews)) {
      const file = `${language.tag}/reviews.json`;
      if (!answers[id]) warn(file, id, 'there is no such answer; remove the review');
      else if (hashAnswer(answers[id]) !== review.textHash)
        warn(file, id, 'the text changed after the review: it is a draft again');
    }
  }
  return problems;
}
