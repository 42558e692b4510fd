import { describe, expect, it } from '@jest/globals';
import { fitShift, type WeighedQuestion } from '#src/answering/fitShift.ts';

/** Questions of a language of which so many per cent were right, whatever the log-odds said. */
function questions(language: string, count: number, percentRight: number): WeighedQuestion[] {
  return Array.from({ length: count }, (_, i) => {
    const isRight = (i * 37) % 100 < percentRight;
    const logOdds = ((i * 13) % 7) - 3 + (isRight ? 1 : 0);
    return { language, first: logOdds, three: logOdds, isFirstRight: isRight, isAmongThree: isRight };
  });
}

describe('the step of a language', () => {
  const { first } = fitShift([
    ...questions('sure', 100, 90),
    ...questions('plain', 100, 70),
    ...questions('rash', 100, 50),
    ...questions('rare', 2, 100),
  ]);
  const step = (tag: string): number => first.languages[tag] ?? Number.NaN;

  it('goes up where more is right than the common line thinks, and down where less is', () => {
    expect(step('sure')).toBeGreaterThan(0.2);
    expect(step('rash')).toBeLessThan(-0.2);
    expect(Math.abs(step('plain'))).toBeLessThan(Math.min(step('sure'), -step('rash')));
  });

  it('is small for a language of which little is known', () => {
    expect(Math.abs(step('rare'))).toBeLessThan(step('sure') / 2);
  });
});
