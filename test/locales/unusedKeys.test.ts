import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');

/** Keys put together at run time, by their beginning. */
const DYNAMIC =
  /^(?:contactLabel|group|emergency|form\.review\.field|form\.how|form\.wishes|form\.safe|status|country|referral|words|rating|reply)\./;

function keysOf(value: unknown, prefix = ''): readonly string[] {
  if (typeof value === 'string' || Array.isArray(value)) return [prefix];
  return Object.entries(value as Record<string, unknown>).flatMap(([key, child]) =>
    keysOf(child, prefix ? `${prefix}.${key}` : key),
  );
}

describe('bot.json', () => {
  it('holds no sentence that nobody says', () => {
    const code = ['dialogs', 'src']
      .flatMap((folder) =>
        readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(ROOT, folder, name)),
      )
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n');
    const keys = keysOf(JSON.parse(readFileSync(join(ROOT, 'locales/en/bot.json'), 'utf8')));
    expect(keys.filter((key) => !DYNAMIC.test(key) && !code.includes(`'${key}'`))).toEqual([]);
  });
});
