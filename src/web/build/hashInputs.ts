import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { version } from 'esbuild';

/** Files of a language that the pages are made from. */
const LANGUAGE_FILES = new Set(['web.json', 'bot.json']);

/** Hash over everything the built pages depend on: sources, texts, contacts, options and the bundler's version. */
export function hashInputs(rootDir: string, localesDir: string, options: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify([version, ...options]));
  const files = [
    ...listFiles(join(rootDir, 'src/web')),
    ...listFiles(localesDir).filter(
      (path) => !path.slice(localesDir.length + 1).includes('/') || LANGUAGE_FILES.has(path.split('/').at(-1) ?? ''),
    ),
  ];
  for (const path of files) {
    const content = readFileSync(path);
    hash.update(
      `${path.startsWith(localesDir) ? path.slice(localesDir.length) : path.slice(rootDir.length)}\0${content.length}\0`,
    );
    hash.update(content);
  }
  return hash.digest('hex');
}

function listFiles(dir: string): string[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).replaceAll('\\', '/'))
    .sort();
}
