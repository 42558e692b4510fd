import { describe, expect, it } from '@jest/globals';
import { decideLanguage } from '#src/answering/language/decideLanguage.ts';
import type { IdentifiedLanguage } from '#src/answering/language/languageIdentifier.ts';

const languages = [
  { tag: 'en', script: 'Latn' },
  { tag: 'fr', script: 'Latn' },
  { tag: 'ar', script: 'Arab' },
];

function identified(
  best: IdentifiedLanguage['best'],
  probability: number,
  wordCount: number,
  script = 'Latn',
): IdentifiedLanguage {
  const candidates = best === undefined || best === 'other' ? [] : [{ tag: best, probability }];
  return { best, candidates, isForeignScript: false, script, wordCount };
}

describe('which language to answer in', () => {
  it('follows a first message', () => {
    expect(decideLanguage(identified('fr', 0.7, 1), undefined, languages)).toEqual({ kind: 'switch', to: 'fr' });
  });

  it('stays when the message is in the language of the conversation', () => {
    expect(decideLanguage(identified('fr', 0.99, 8), 'fr', languages)).toEqual({ kind: 'stay' });
  });

  it('switches when it is sure and there are two words or more', () => {
    expect(decideLanguage(identified('fr', 0.95, 2), 'en', languages)).toEqual({ kind: 'switch', to: 'fr' });
    expect(decideLanguage(identified('fr', 0.95, 1), 'en', languages)).toEqual({ kind: 'stay' });
  });

  it('offers the switch when it is less sure', () => {
    expect(decideLanguage(identified('fr', 0.7, 5), 'en', languages)).toEqual({ kind: 'offer', to: 'fr' });
    expect(decideLanguage(identified('fr', 0.5, 5), 'en', languages)).toEqual({ kind: 'stay' });
  });

  it('switches on one word of another script', () => {
    expect(decideLanguage(identified('ar', 1, 1, 'Arab'), 'en', languages)).toEqual({ kind: 'switch', to: 'ar' });
  });

  it('does not take one romanised word for another script', () => {
    expect(decideLanguage(identified('ar', 0.95, 1, 'Latn'), 'en', languages)).toEqual({ kind: 'stay' });
  });

  it('says that it does not speak a language, but not because of one word', () => {
    expect(decideLanguage(identified('other', 0, 4), 'en', languages)).toEqual({ kind: 'unsupported' });
    expect(decideLanguage(identified('other', 0, 1), 'en', languages)).toEqual({ kind: 'stay' });
    const georgian = { ...identified('other', 0, 1, 'Geor'), isForeignScript: true };
    expect(decideLanguage(georgian, 'en', languages)).toEqual({ kind: 'unsupported' });
  });

  it('stays without any word: a number, an emoji, a link', () => {
    expect(decideLanguage(identified(undefined, 0, 0), 'ar', languages)).toEqual({ kind: 'stay' });
  });
});
