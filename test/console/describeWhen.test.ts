import { describe, expect, it } from '@jest/globals';
import { describeWhen } from '#src/console/request/describeWhen.ts';
import { createConsoleTexts } from '#src/i18n/consoleTexts.ts';

const texts = await createConsoleTexts('locales');
const describeIn = (locale: string, value: string) =>
  describeWhen((key, values) => texts(locale).t(key, values), value, locale).replaceAll(/[\u2009\u202f\u00a0]/g, ' ');

describe('the wished time, as it was understood', () => {
  it.each([
    ['2026-11-24', 'Understood as: Tuesday 24 November'],
    ['2026-11-24T18:00', 'Understood as: Tuesday 24 November at 18:00'],
    ['2026-11-24T18:00/..', 'Understood as: from Tuesday 24 November at 18:00 on'],
    ['../2026-11-24T10:00', 'Understood as: until Tuesday 24 November at 10:00'],
    ['2026-11-24T14:00/2026-11-24T16:30', 'Understood as: Tuesday 24 November, 14:00–16:30'],
    ['2026-11-24/2026-11-27', 'Understood as: Tuesday 24 November – Friday 27 November'],
  ])('%s', (value, expected) => {
    expect(describeIn('en', value)).toBe(expected);
  });

  it.each(['', '..', '../..', '18:00', '2026-99-99', 'a/b/c', '<b>', '2026-11-24T18:00/', 'T'])(
    'is shown as it is when it has another shape: “%s”',
    (value) => {
      expect(describeIn('en', value)).toBe(`Understood as: ${value}`);
    },
  );

  it('speaks French', () => {
    expect(describeIn('fr', '2026-11-24T18:00/..')).toBe('Compris comme : à partir du mardi 24 novembre à 18:00');
  });
});
