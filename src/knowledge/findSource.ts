import type { AnswerSource } from '#src/domain/answer.ts';
import type { Country } from '#src/domain/country.ts';
import type { Fact } from './contentSchemas.ts';

/**
 * The source shown under an answer: the first fact that may be said and stands on a page with a secure address, and of
 * that fact a dated page rather than an undated one. For Luxembourg, facts that hold only in Belgium come last.
 */
export function findSource(facts: readonly Fact[], country: Country | undefined): AnswerSource | undefined {
  const sayable = facts.filter((fact) => fact.use === 'say' || fact.use === 'soft');
  const ordered =
    country === 'LU' ? [...sayable.filter(isForLuxembourg), ...sayable.filter((f) => !isForLuxembourg(f))] : sayable;
  for (const fact of ordered) {
    const secure = fact.sources.filter((source) => source.url.startsWith('https://'));
    const chosen = secure.find((source) => readDate(source.date) !== null) ?? secure[0];
    if (!chosen) continue;
    return { publisher: new URL(chosen.url).host.replace(/^www\./, ''), url: chosen.url, date: readDate(chosen.date) };
  }
  return undefined;
}

function isForLuxembourg(fact: Fact): boolean {
  return fact.country !== 'BE';
}

/** The day, month or year a page bears; a date that was only inferred counts as none. */
function readDate(date: string | null): string | null {
  if (date === null || date.includes('inferred')) return null;
  return /^\d{4}(-\d{2}){0,2}(?=$|[ (])/.exec(date)?.[0] ?? null;
}
