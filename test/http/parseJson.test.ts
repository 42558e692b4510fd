import { describe, expect, it } from '@jest/globals';
import { parseJson } from '#src/http/parseJson.ts';

const parse = (text: string): unknown => {
  const result = parseJson(Buffer.from(text));
  return result.kind === 'parsed' ? result.value : result.kind;
};

describe('parseJson', () => {
  it('drops keys that could change every object', () => {
    const value = parse('{"a":1,"__proto__":{"isAdmin":true},"b":[{"constructor":{"prototype":{"isAdmin":true}}}]}');
    expect(value).toEqual({ a: 1, b: [{}] });
    expect(Object.keys(value as object)).toEqual(['a', 'b']);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  it('refuses depth, also when brackets hide behind strings', () => {
    expect(parse(`${'['.repeat(32)}${']'.repeat(32)}`)).not.toBe('malformed');
    expect(parse(`${'['.repeat(33)}${']'.repeat(33)}`)).toBe('malformed');
    expect(parse(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`)).toBe('malformed');
    expect(parse(JSON.stringify({ text: `${'['.repeat(100)}"\\` }))).toEqual({ text: `${'['.repeat(100)}"\\` });
  });

  it('refuses broken UTF-8 and mends broken surrogates', () => {
    expect(parseJson(Buffer.from([0x22, 0xff, 0x22])).kind).toBe('malformed');
    expect(parse('"\\ud800x"')).toBe('\ufffdx');
  });

  it.each(['', '{', '{"a":}', 'undefined', '{"a":1}}'])('refuses %j', (text) => {
    expect(parse(text)).toBe('malformed');
  });
});
