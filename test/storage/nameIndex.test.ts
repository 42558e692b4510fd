import { describe, expect, it } from '@jest/globals';
import { nameLookUp, nameMarks } from '#src/storage/nameIndex.ts';
import { aKeyring } from '../support/storage.ts';

const keyring = aKeyring();

/** The rule of `findByName`, on one name. */
function finds(stored: string, typed: string): boolean {
  const marks = nameMarks(keyring, stored);
  const look = nameLookUp(keyring, typed);
  return look !== undefined && (marks.includes(look.whole) || look.words.every((word) => marks.includes(word)));
}

describe('the look-up values of a name', () => {
  it.each([
    ['Amir Hosseini', 'amir'],
    ['Amir Hosseini', 'HOSSEINI Amir'],
    ['Zoë-Marie O’Brien', 'zoe marie obrien'],
    ['Abdul Rahman', 'Abdulrahman'],
    ['Abdulrahman', 'abdul-rahman'],
    ['Şükrü Çelik', 'sukru celik'],
    ['Łukasz', 'lukasz'],
    ['علی رضا', 'علي رضا'],
    ['مُحَمَّد', 'محمد'],
    ['أحمد', 'احمد'],
    ['ኣማኑኤል ተስፋይ', 'ተስፋይ'],
    ['முருகன்', 'முருகன்'],
  ])('“%s” is found by “%s”', (stored, typed) => {
    expect(finds(stored, typed)).toBe(true);
  });

  it.each([
    ['Amir Hosseini', 'Amir Rahimi'],
    ['Amir', 'Amira'],
    ['Amir', 'Ami'],
    ['Amir', ' – '],
    ['', 'Amir'],
  ])('“%s” is not found by “%s”', (stored, typed) => {
    expect(finds(stored, typed)).toBe(false);
  });

  it('say nothing without the key, and are bounded', () => {
    expect(nameMarks(aKeyring(), 'Amir')).not.toEqual(nameMarks(keyring, 'Amir'));
    expect(nameMarks(keyring, 'a b c d e f g h i j k l').length).toBeLessThanOrEqual(9);
  });
});
