import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');

/** Codes of error classes: `readonly code = 'x'` or a union, inside a class that extends Error. */
function findCodes(): ReadonlyMap<string, string> {
  const codes = new Map<string, string>();
  for (const name of readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts')) continue;
    const text = readFileSync(join(ROOT, 'src', name), 'utf8');
    for (const [, className = '', body = ''] of text.matchAll(/class (\w+) extends Error \{([\s\S]*?)\n\}/g)) {
      const declaration = /readonly code(?: =|:) ([^;]+);/.exec(body)?.[1] ?? '';
      for (const [, code = ''] of declaration.matchAll(/'(\w+)'/g)) codes.set(code, className);
    }
  }
  return codes;
}

describe('docs/errors.md', () => {
  it('lists each code of the sources, with its class, and no other', () => {
    const page = readFileSync(join(ROOT, 'docs/errors.md'), 'utf8');
    const listed = new Map(
      [...page.matchAll(/^\| `(\w+)` \| (\w+) \|/gm)].map((match) => [match[1] ?? '', match[2] ?? '']),
    );
    expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(findCodes()));
  });
});
