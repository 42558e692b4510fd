/** How words of a language written in its own script and in Latin letters become the same consonants. */
export interface SkeletonTable {
  /** Own letters → consonant; letters not named vanish. */
  readonly letters: Readonly<Record<string, string>>;
  /** True if the sound `ts` may also be two letters of the script (тс), and is read as one all the same. */
  readonly joinsTs?: boolean;
  /** Prefixes written together with a word: articles and the like. */
  readonly proclitics?: RegExp;
  /** Spellings of the romanised form, applied in order; the last one drops the vowels. */
  readonly romanised: readonly (readonly [RegExp, string])[];
  readonly romanisedProclitics?: RegExp;
}

/** Consonant → the letters that stand for it, as one string. */
function letters(groups: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(groups).flatMap(([sound, own]) => [...own].map((letter) => [letter, sound] as const)),
  );
}

/** The Ethiopic syllables begin here; each consonant has eight places, one per vowel. */
const ETHIOPIC_START = 0x1200;
const VOWELS = 8;
/** Consonants in the order of the block; `-` has no sound of its own, or one that people leave out in Latin letters. */
const ETHIOPIC_ROWS = 'hlhmsrsskkkkbbtchhnn-kkkk--zz-ddjgggtcpssfp';

function ethiopicLetters(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...ETHIOPIC_ROWS].flatMap((sound, row) =>
      sound === '-'
        ? []
        : Array.from({ length: VOWELS }, (_, vowel) => [
            String.fromCodePoint(ETHIOPIC_START + row * VOWELS + vowel),
            sound,
          ]),
    ),
  );
}

const CYRILLIC: SkeletonTable = {
  letters: letters({
    b: 'б',
    v: 'в',
    h: 'гґх',
    d: 'д',
    z: 'жз',
    k: 'к',
    l: 'л',
    m: 'м',
    n: 'н',
    p: 'п',
    r: 'р',
    s: 'сшщ',
    t: 'т',
    f: 'ф',
    c: 'цч',
  }),
  joinsTs: true,
  romanised: [
    [/shch|sch|sh|6/g, 's'],
    [/zh|j/g, 'z'],
    [/tch|ch|ts|tz|4/g, 'c'],
    [/kh|x|g/g, 'h'],
    [/w/g, 'v'],
    [/q/g, 'k'],
    [/[aeiouy\d']/g, ''],
  ],
};

/** By language tag. Letters as `foldText` leaves them. */
export const SKELETON_TABLES: Readonly<Record<string, SkeletonTable>> = {
  ar: {
    letters: letters({
      b: 'بپ',
      t: 'تثط',
      j: 'جژ',
      7: 'ح',
      x: 'خ',
      d: 'دذضظ',
      r: 'ر',
      z: 'ز',
      s: 'سص',
      c: 'شچ',
      3: 'ع',
      g: 'غگ',
      f: 'فڤ',
      q: 'ق',
      k: 'ک',
      l: 'ل',
      m: 'م',
      n: 'ن',
      h: 'ه',
    }),
    proclitics: /^(?:وال|بال|فال|لل|ال)(?=..)/u,
    romanised: [
      [/kh|5|7'/g, 'x'],
      [/gh|3'/g, 'g'],
      [/sh|ch/g, 'c'],
      [/th|6/g, 't'],
      [/dh/g, 'd'],
      [/[98]/g, 'q'],
      [/p/g, 'b'],
      [/v/g, 'f'],
      [/h$/, ''],
      [/[aeiouyw0124']/g, ''],
    ],
    romanisedProclitics: /^(?:el|al|l)(?=..)/,
  },
  // Persian leaves out what it does not speak: ع, and the h that stands for a vowel.
  fa: {
    letters: letters({
      b: 'ب',
      p: 'پ',
      t: 'تط',
      s: 'ثسص',
      j: 'جژ',
      c: 'چش',
      x: 'خ',
      d: 'د',
      z: 'ذزضظ',
      r: 'ر',
      q: 'غق',
      f: 'ف',
      k: 'ک',
      g: 'گ',
      l: 'ل',
      m: 'م',
      n: 'ن',
    }),
    romanised: [
      [/kh/g, 'x'],
      [/gh/g, 'q'],
      [/sh|ch/g, 'c'],
      [/zh/g, 'j'],
      [/[aeiouyvwh\d']/g, ''],
    ],
  },
  // ښ and ږ are spoken in two ways, and written in Latin letters in both.
  ps: {
    letters: letters({
      b: 'ب',
      p: 'پف',
      t: 'تطټ',
      s: 'ثسصڅ',
      j: 'ج',
      c: 'چ',
      x: 'خښش',
      d: 'دډ',
      z: 'ذزضظځژ',
      r: 'رړ',
      g: 'غقگږ',
      k: 'ک',
      l: 'ل',
      m: 'م',
      n: 'نڼ',
    }),
    romanised: [
      [/kh|sh/g, 'x'],
      [/gh|q/g, 'g'],
      [/ch/g, 'c'],
      [/ts/g, 's'],
      [/dz|zh/g, 'z'],
      [/f/g, 'p'],
      [/[aeiouyvwh\d']/g, ''],
    ],
  },
  ru: CYRILLIC,
  uk: CYRILLIC,
  // On Mongolian phones v stands for ү more often than for в.
  mn: {
    letters: letters({
      b: 'б',
      h: 'х',
      g: 'г',
      d: 'д',
      j: 'ж',
      z: 'з',
      k: 'к',
      l: 'л',
      m: 'м',
      n: 'н',
      p: 'пф',
      r: 'р',
      s: 'сшщ',
      t: 'т',
      c: 'цч',
    }),
    joinsTs: true,
    romanised: [
      [/sh/g, 's'],
      [/ch|ts|q/g, 'c'],
      [/kh|x/g, 'h'],
      [/zh/g, 'j'],
      [/f/g, 'p'],
      [/[aeiouyvw\d']/g, ''],
    ],
  },
  // Georgians romanise by sound (ts, kh, gh) or by the keys of the Georgian keyboard (w, x, y).
  ka: {
    letters: letters({
      b: 'ბ',
      g: 'გღ',
      d: 'დ',
      v: 'ვ',
      z: 'ზჟძჯ',
      t: 'თტ',
      k: 'კქყ',
      l: 'ლ',
      m: 'მ',
      n: 'ნ',
      p: 'პფ',
      r: 'რ',
      s: 'სშ',
      c: 'ჩცწჭ',
      h: 'ხჰ',
    }),
    joinsTs: true,
    romanised: [
      [/sh/g, 's'],
      [/tch|ch|ts|tc|w/g, 'c'],
      [/dzh|zh|dz|j/g, 'z'],
      [/kh|x/g, 'h'],
      [/gh/g, 'g'],
      [/[qy]/g, 'k'],
      [/ph|f/g, 'p'],
      [/[aeiou\d']/g, ''],
    ],
  },
  ti: {
    letters: ethiopicLetters(),
    romanised: [
      [/sh|ts|tz|x/g, 's'],
      [/kh|q/g, 'k'],
      [/ch/g, 'c'],
      [/zh/g, 'z'],
      [/ny|gn/g, 'n'],
      [/v/g, 'b'],
      [/ph/g, 'f'],
      [/[aeiouyw\d']/g, ''],
    ],
  },
};
