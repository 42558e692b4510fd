import type { Country } from '#src/domain/country.ts';
import type { AnswerEntry } from './contentSchemas.ts';

/** The paragraphs a person in this country reads. `isOperated`: somebody of IOM answers requests. */
export function chooseVariant(
  answer: AnswerEntry,
  country: Country | undefined,
  isCrisis: boolean,
  isOperated: boolean,
): readonly string[] {
  if (isCrisis) {
    // Somebody in danger whose country is not known needs the numbers of both.
    if (country === undefined) return answer.both?.paragraphs ?? answer.paragraphs;
    return country === 'LU' ? (answer.lu?.paragraphs ?? answer.paragraphs) : answer.paragraphs;
  }
  if (!isOperated && answer.demo) {
    return country === 'LU' ? (answer.demo.lu?.paragraphs ?? answer.demo.paragraphs) : answer.demo.paragraphs;
  }
  return country === 'LU' ? (answer.lu?.paragraphs ?? answer.paragraphs) : answer.paragraphs;
}
