import type { Recognized } from './recognizerTask.ts';

/** Longest part before the `@`, and longest address: RFC 5321, 4.5.3.1. */
const MAX_LOCAL_PART = 64;
const MAX_ADDRESS = 254;

const LOCAL_PART = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

/**
 * The first complete address that the recogniser finds, in lower case; a second look joins `name @ example.org`, as
 * phone keyboards write it. The recogniser alone keeps a full stop at the end, and would silently shorten
 * `o'brien@…` to `brien@…`.
 */
export function pickEmail(text: string, recognize: (text: string) => readonly Recognized[]): string | undefined {
  return (
    pickFrom(text, recognize) ?? pickFrom(text.replace(/ ?@ ?/g, '@').replace(/(@[\w-]+)\. ?(?=\w)/g, '$1.'), recognize)
  );
}

function pickFrom(text: string, recognize: (text: string) => readonly Recognized[]): string | undefined {
  const found = [...recognize(text)].sort((a, b) => a.start - b.start);
  for (const { start, text: match } of found) {
    const address = complete(text, start, match)
      .replace(/^[.'`*<]+/, '')
      .replace(/[.'`*>-]+$/, '');
    if (isAddress(address)) return address;
  }
  return undefined;
}

/** Adds what the recogniser cut off before an apostrophe, unless it is a French article: `l'adresse d'ali@…`. */
function complete(text: string, start: number, match: string): string {
  const lower = match.toLowerCase();
  const before = /(?:^|[\s:<(])([a-z0-9.]{1,40})['’]$/i.exec(text.slice(Math.max(0, start - 50), start))?.[1];
  if (before === undefined) return lower;
  const isWholeText = text.trim().length === before.length + 1 + match.length;
  if (!isWholeText && /^(?:[cdjlmnst]|qu)$/i.test(before)) return lower;
  return `${before.toLowerCase()}'${lower}`;
}

function isAddress(address: string): boolean {
  const at = address.lastIndexOf('@');
  if (at < 1 || at > MAX_LOCAL_PART || address.length > MAX_ADDRESS) return false;
  return LOCAL_PART.test(address.slice(0, at)) && DOMAIN.test(address.slice(at + 1));
}
