import { describe, expect, it } from '@jest/globals';
import { foldText, splitWords } from '#src/answering/text/foldText.ts';
import { buildSkeletons } from '#src/answering/text/skeleton.ts';

const skeletons = (text: string, language: string): string[] => buildSkeletons(splitWords(foldText(text)), language);

describe('consonant skeletons', () => {
  it.each([
    ['ar', 'بغيت', 'bghit'],
    ['ar', 'نرجع', 'nrje3'],
    ['ar', 'خلاص', '5alas'],
    ['ar', 'المحامي', 'el mo7ami'],
    ['ar', 'فلوس', 'flous'],
    ['ar', 'شكون', 'chkoun'],
    ['ar', 'حق', '7a9'],
    ['fa', 'میخوام برگردم', 'mikham bargardam'],
    ['fa', 'وقت', 'vaght'],
    ['fa', 'قاچاقچی', 'ghachaghchi'],
    ['ps', 'غواړم', 'ghwaram'],
    ['ps', 'ښځه', 'khaza'],
    ['ps', 'ښځه', 'shaza'],
    ['ru', 'хочу вернуться', 'hochu vernutsya'],
    ['ru', 'хочу домой', 'xo4u domoy'],
    ['ru', 'помощь нужна', 'pomosh nujna'],
    ['uk', 'гроші', 'hroshi'],
    ['uk', 'гроші', 'groshi'],
    ['mn', 'буцаж очмоор', 'butsaj ochmoor'],
    ['mn', 'хүүхэд', 'huuhed'],
    ['mn', 'хүүхэд', 'xvvxed'],
    ['ka', 'საქართველოში', 'saqartveloshi'],
    ['ka', 'დაბრუნება', 'dabruneba'],
    ['ka', 'წასვლა', 'wasvla'],
    ['ka', 'წასვლა', 'tsasvla'],
    ['ti', 'ክምለስ ደልየ', 'kimles delye'],
    ['ti', 'ገንዘብ', 'genzeb'],
    ['ti', 'ጸገም', 'tsegem'],
  ])('are the same in %s for %s and %s', (language, own, romanised) => {
    expect(skeletons(romanised, language).join('')).toBe(skeletons(own, language).join(''));
    expect(skeletons(own, language).join('')).not.toBe('');
  });

  it('exist only for languages with a script of their own', () => {
    for (const language of ['en', 'fr', 'tr', 'sq']) expect(buildSkeletons(['retour'], language)).toEqual([]);
  });
});
