/** Levels of nesting that any of our messages needs, with room. */
const MAX_DEPTH = 32;

/** Keys that turn a careless copy of an object into an attack. */
const DANGEROUS_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

export type ParsedBody = { readonly kind: 'parsed'; readonly value: unknown } | { readonly kind: 'malformed' };

/** Reads bytes as UTF-8, refusing what is not. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Parses JSON from outside: bad UTF-8 and depth are refused, dangerous keys and lone surrogates removed. */
export function parseJson(bytes: Uint8Array): ParsedBody {
  const text = decodeUtf8(bytes);
  if (text === undefined || isTooDeep(text)) return { kind: 'malformed' };
  try {
    return { kind: 'parsed', value: tidy(JSON.parse(text)) };
  } catch {
    return { kind: 'malformed' };
  }
}

/** Looks before parsing: what walks the result is recursive. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let isInString = false;
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i];
    if (isInString) {
      if (char === '\\') i += 1;
      else if (char === '"') isInString = false;
    } else if (char === '"') isInString = true;
    else if (char === '{' || char === '[') {
      depth += 1;
      if (depth > MAX_DEPTH) return true;
    } else if (char === '}' || char === ']') depth -= 1;
  }
  return false;
}

function tidy(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(tidy);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => !DANGEROUS_KEYS.has(key));
  return Object.fromEntries(entries.map(([key, inner]) => [key.toWellFormed(), tidy(inner)]));
}
