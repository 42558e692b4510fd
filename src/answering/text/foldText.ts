/**
 * Brings text to the form in which it is matched: one spelling for what people do not tell apart when they type.
 * Accents, harakat, letter variants of the Arabic script, dotless i, case. Never used before the language is known:
 * those very letters tell Persian from Arabic.
 */
export function foldText(text: string): string {
  let folded = text.normalize('NFKC').slice(0, MAX_FOLDED_LENGTH).toLowerCase();
  folded = folded.replace(ARABIC_MARKS, '').replace(INVISIBLE, '').replaceAll('\u200c', ' ');
  folded = folded.replace(FOLDED_LETTERS, (letter) => LETTER_FOLDS[letter] ?? letter);
  folded = folded.replace(ETHIOPIC, (syllable) => FOLDED_SYLLABLES.get(syllable) ?? syllable);
  // Accents of Latin and Greek letters only: the marks of other scripts are part of the letter (й, ї, Ethiopic).
  return folded.normalize('NFD').replace(LATIN_ACCENTS, '$1').normalize('NFC');
}

/**
 * Words of a folded text. Long numbers (telephone, file) are left out: they say nothing of what is meant. Short ones
 * become `0`; digits inside words stay, since romanised Arabic writes letters with them. */
export function splitWords(folded: string): string[] {
  const words = folded.replace(LONG_NUMBER, ' ').match(WORD) ?? [];
  return words.slice(0, MAX_WORDS).map((word) => (NUMBER.test(word) ? '0' : word.slice(0, MAX_WORD_LENGTH)));
}

// NFKC may lengthen a text (one Arabic ligature becomes eighteen letters): the work stays bounded.
const MAX_FOLDED_LENGTH = 4_000;
const MAX_WORDS = 400;
const MAX_WORD_LENGTH = 32;

/** Six digits or more, grouped as people group them. */
const LONG_NUMBER = /\+?\p{Nd}(?:[\s()./-]{0,3}\p{Nd}){5,}/gu;
const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const NUMBER = /^\p{N}+$/u;
const ARABIC_MARKS = /[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]/g;
const INVISIBLE = /[\u200b\u200d-\u200f\u202a-\u202e\u2060\ufeff]/g;
const LATIN_ACCENTS = /([A-Za-z\u0370-\u03ff])[\u0300-\u036f]+/g;

const LETTER_FOLDS: Readonly<Record<string, string>> = {
  // Arabic script: alef, yeh, kaf and heh variants of Arabic, Persian, Pashto and Urdu keyboards.
  آ: 'ا',
  أ: 'ا',
  إ: 'ا',
  ٱ: 'ا',
  ى: 'ي',
  ی: 'ي',
  ې: 'ي',
  ۍ: 'ي',
  ئ: 'ي',
  ك: 'ک',
  ڪ: 'ک',
  ګ: 'گ',
  ة: 'ه',
  ۀ: 'ه',
  ہ: 'ه',
  ھ: 'ه',
  ە: 'ه',
  ؤ: 'و',
  // Latin
  ß: 'ss',
  ı: 'i',
  œ: 'oe',
  æ: 'ae',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  // Cyrillic
  ё: 'е',
  ґ: 'г',
  // Mongolian is often typed on keyboards without these.
  ө: 'о',
  ү: 'у',
};
/** Rows of Ethiopic syllables that sound alike in Tigrinya and are written for one another → the row they become. */
const ETHIOPIC_ROWS: readonly (readonly [from: number, to: number])[] = [
  [0x1210, 0x1200], // ሐ → ሀ
  [0x1280, 0x1200], // ኀ → ሀ
  [0x1220, 0x1230], // ሠ → ሰ
  [0x1250, 0x1240], // ቐ → ቀ
  [0x12b8, 0x12a8], // ኸ → ከ
  [0x12d0, 0x12a0], // ዐ → አ
  [0x1340, 0x1338], // ፀ → ጸ
];
const VOWELS = 8;
const FOLDED_SYLLABLES = new Map(
  ETHIOPIC_ROWS.flatMap(([from, to]) =>
    Array.from({ length: VOWELS }, (_, vowel): [string, string] => [
      String.fromCodePoint(from + vowel),
      // The first and the fourth vowel after አ are one.
      String.fromCodePoint(to === 0x12a0 && vowel === 3 ? to : to + vowel),
    ]),
  ),
).set('ኣ', 'አ');
const ETHIOPIC = /[\u1200-\u137f]/gu;

const FOLDED_LETTERS = new RegExp(`[${Object.keys(LETTER_FOLDS).join('')}]`, 'gu');
