import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { baseOf } from '#src/domain/locale.ts';

/**
 * A parsed file of `locales/`, named as `fr/bot.json`. What a variant (`fa-AF/bot.json`) says is laid over the file of
 * its base; lists and sentences are replaced as a whole.
 * @throws {Error} if the file (of a variant: its own and that of its base) is missing or not valid JSON.
 */
export function readLocaleFile(localesDir: string, file: string): unknown {
  const [tag, name] = file.split('/') as [string, string | undefined];
  const base = name === undefined ? undefined : baseOf(tag);
  if (base === undefined) return parseFile(join(localesDir, file));
  const own = join(localesDir, file);
  const below = join(localesDir, base, name as string);
  if (!existsSync(own)) return parseFile(below);
  return existsSync(below) ? layOver(parseFile(below), parseFile(own)) : parseFile(own);
}

function parseFile(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function layOver(below: unknown, above: unknown): unknown {
  if (!isTree(below) || !isTree(above)) return above;
  const joined: Record<string, unknown> = { ...below };
  for (const [key, value] of Object.entries(above)) joined[key] = key in below ? layOver(below[key], value) : value;
  return joined;
}

function isTree(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
