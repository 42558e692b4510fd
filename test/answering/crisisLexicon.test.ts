import { describe, expect, it } from '@jest/globals';
import { CrisisLexicon } from '#src/answering/crisis/crisisLexicon.ts';
import { foldText, splitWords } from '#src/answering/text/foldText.ts';

const lexicon = new CrisisLexicon([
  [0, 'kill* myself'],
  [1, 'took … pills'],
  [2, 'à l aide'],
  [3, 'انتحار'],
  [4, 'يضربني'],
]);
const find = (text: string): number[] => lexicon.find(splitWords(foldText(text)));

describe('the list of expressions that mean danger', () => {
  it.each([
    ['I will KILL myself tonight', [0]],
    ['killing myself', [0]],
    ['took all of my sleeping pills', [1]],
    ['A l’aide!!', [2]],
    ['بالانتحار', [3]],
    ['وبيضربني', [4]],
    ['ويضربني كل يوم', [4]],
    ['he killed my hope', []],
    ['took one two three four five pills', []],
    ['', []],
  ])('reads %j', (text, labels) => {
    expect(find(text)).toEqual(labels);
  });

  it('does bounded work on a text made of its own beginnings', () => {
    const many = new CrisisLexicon(Array.from({ length: 20 }, () => [0, 'took … took … took … took … pills'] as const));
    expect(many.find(splitWords('took '.repeat(2_000)))).toEqual([]);
  });
});
