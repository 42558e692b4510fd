import { describe, expect, it } from '@jest/globals';
import { foldText, splitWords } from '#src/answering/text/foldText.ts';
import { buildSkeletons, hasSkeletons } from '#src/answering/text/skeleton.ts';

const skeletons = (text: string): string[] => buildSkeletons(splitWords(foldText(text)), 'Arab');

describe('consonant skeletons', () => {
  it.each([
    ['بغيت', 'bghit'],
    ['نرجع', 'nrje3'],
    ['خلاص', '5alas'],
    ['المحامي', 'el mo7ami'],
    ['فلوس', 'flous'],
    ['شكون', 'chkoun'],
    ['حق', '7a9'],
  ])('are the same for %s and %s', (arabic, romanised) => {
    expect(skeletons(romanised).join('')).toBe(skeletons(arabic).join(''));
    expect(skeletons(arabic).join('')).not.toBe('');
  });

  it('exist only for scripts that have a table', () => {
    expect(hasSkeletons('Arab')).toBe(true);
    expect(hasSkeletons('Latn')).toBe(false);
    expect(buildSkeletons(['retour'], null)).toEqual([]);
  });
});
