import { describe, expect, it } from '@jest/globals';
import { fingerprint } from '#src/answering/text/fingerprint.ts';
import { groupQuestions } from '#src/questions/groupQuestions.ts';

const group = (...texts: readonly string[]) =>
  groupQuestions(
    texts.map((text) => ({ text })),
    fingerprint,
  ).map((members) => members.map(({ text }) => text));

describe('sentences that are alike', () => {
  it('stand together, the largest group first', () => {
    expect(
      group(
        'can my dog travel with me',
        'how long is the bus to the airport',
        'can my dog fly with me?',
        'Can my dogs travel with me',
      ),
    ).toEqual([
      ['Can my dogs travel with me', 'can my dog travel with me', 'can my dog fly with me?'],
      ['how long is the bus to the airport'],
    ]);
  });

  it('are found in spite of accents, letters and spelling', () => {
    expect(group('où est mon dossier médical', 'ou est mon dossier medical')).toHaveLength(1);
    expect(group('أين ملفي الطبي', 'اين ملفى الطبى')).toHaveLength(1);
    expect(group('ሕክምናዊ ሰነደይ ኣበይ ኣሎ', 'ሕክምናዊ ሰነደይ ኣበይ ኣሎ?')).toHaveLength(1);
  });

  it('are grouped the same, in whatever order they come', () => {
    const texts = ['can my dog travel', 'can my cat travel', 'where is the bus', 'where is my bus', 'xyz'];
    const sorted = (groups: readonly (readonly string[])[]) => groups.map((each) => each.toSorted().join(' | ')).sort();
    expect(sorted(group(...texts.toReversed()))).toEqual(sorted(group(...texts)));
  });

  it('do not take everything that shares a word', () => {
    expect(group('where can I buy a ticket', 'where is the doctor', 'where can my wife work')).toHaveLength(3);
  });

  it('may be none at all', () => {
    expect(group()).toEqual([]);
  });
});
