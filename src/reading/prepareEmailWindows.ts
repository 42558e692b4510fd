import { cleanText } from '#src/domain/cleanText.ts';

/** 64 characters before the `@` and 255 after it: RFC 5321, 4.5.3.1. */
const LONGEST_LOCAL_PART = 64;
const WINDOW_LENGTH = 320;
const MAX_WINDOWS = 3;

const AT_IN_WORDS = /[@＠﹫]|[([{<]\s?(?:at|arobase|arrobas)\s?[)\]}>]|\sarobase\s/i;

/**
 * The pieces of a text that may hold an e-mail address, each at most 320 characters; none if there is no `@`. Full-width
 * letters become plain, `name (at) example (dot) org` is written out. “at” without brackets is left alone: it is a word.
 */
export function prepareEmailWindows(raw: string): string[] {
  if (!AT_IN_WORDS.test(raw)) return [];
  const text = cleanText(raw)
    .text.replace(/[\u200c\u200d]/g, '')
    .normalize('NFKC')
    .replace(/\s?[([{<]\s?(?:at|arobase|arrobas)\s?[)\]}>]\s?|\sarobase\s/gi, '@')
    .replace(/\s?[([{<]\s?(?:dot|point|punto)\s?[)\]}>]\s?/gi, '.');
  const windows: string[] = [];
  let searchFrom = 0;
  while (windows.length < MAX_WINDOWS) {
    const at = text.indexOf('@', searchFrom);
    if (at < 0) break;
    // One character more shows whether the part before the `@` was cut; a cut one is too long to be an address.
    const start = Math.max(0, at - LONGEST_LOCAL_PART - 1);
    windows.push(text.slice(start, start + WINDOW_LENGTH));
    searchFrom = start + WINDOW_LENGTH;
  }
  return windows;
}
