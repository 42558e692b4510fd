import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What a phone fetches to show the chat page for the first time, in bytes after brotli. */
export interface PageBytes {
  /** The page in its language; it holds the texts. */
  readonly html: number;
  readonly css: number;
  readonly js: number;
  readonly icon: number;
  readonly total: number;
}

/** Weighs the built pages as operated, language by language. */
export function weighPages(webDir: string): Readonly<Record<string, PageBytes>> {
  const pages = readdirSync(webDir)
    .map((file) => /^index\.([^.]+)\.html$/.exec(file)?.[1])
    .filter((tag) => tag !== undefined);
  return Object.fromEntries(pages.map((tag) => [tag, weighPage(webDir, tag)]));
}

function weighPage(webDir: string, tag: string): PageBytes {
  const name = `index.${tag}.html`;
  const page = readFileSync(join(webDir, name), 'utf8');
  const sizeOf = (path: string): number => statSync(join(webDir, `${path}.br`)).size;
  // What the browser fetches by itself; the texts of other languages stand in attributes and wait for a tap.
  const linked = (pattern: RegExp): number =>
    [...page.matchAll(pattern)].reduce((sum, [, path = '']) => sum + sizeOf(path), 0);
  const html = sizeOf(name);
  const css = linked(/<link rel="stylesheet" href="([^"]+)"/g);
  const js = linked(/<script src="([^"]+)"/g);
  const icon = linked(/<link rel="icon" href="([^"]+)"/g);
  if (css === 0 || js === 0) throw new Error(`${name} links no style or script: the bench no longer reads it right`);
  return { html, css, js, icon, total: html + css + js + icon };
}
