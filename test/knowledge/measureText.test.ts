import { describe, expect, it } from '@jest/globals';
import { countWords, findMedian, normaliseForComparison, splitSentences } from '#src/knowledge/measureText.ts';

describe('measuring texts', () => {
  it('counts words between spaces, a placeholder as one', () => {
    expect(countWords('Call {{freeLineBe}} for free.')).toBe(4);
    expect(countWords('  ')).toBe(0);
  });

  it('ends sentences at full stops of every script', () => {
    expect(splitSentences('One. Two? Three: still three!')).toHaveLength(3);
    expect(splitSentences('هل أنت بخير؟ نعم.')).toHaveLength(2);
  });

  it('takes the lower middle value', () => {
    expect(findMedian([9, 1, 5])).toBe(5);
    expect(findMedian([1, 2, 3, 4])).toBe(2);
    expect(findMedian([])).toBe(0);
  });

  it('compares without case, accents and punctuation', () => {
    expect(normaliseForComparison('  Où est-ce ?')).toBe(normaliseForComparison('ou EST ce'));
    expect(normaliseForComparison('العَوْدَة!')).toBe('العودة');
  });
});
