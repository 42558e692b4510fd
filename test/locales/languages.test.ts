import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { baseOf } from '#src/domain/locale.ts';
import { readLocaleFile } from '#src/i18n/readLocaleFile.ts';
import { readContent } from '#src/knowledge/readContent.ts';
import { LOCALES_DIR } from '#test/support/trainingContent.ts';

const { content } = readContent(LOCALES_DIR);
const tags = content.languages.map(({ language }) => language.tag);

/** Texts of a file with their keys: `form.consent.text`. */
function listTexts(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => listTexts(part, path === '' ? key : `${path}.${key}`));
}

describe.each(tags.filter((tag) => tag !== 'en'))('the language %s', (tag) => {
  it.each(['bot.json', 'web.json', 'answers.json'])('has no English sentence left in %s', (name) => {
    const english = new Map(listTexts(readLocaleFile(LOCALES_DIR, `en/${name}`)));
    const left = listTexts(readLocaleFile(LOCALES_DIR, `${tag}/${name}`)).filter(
      ([key, text]) => english.get(key) === text && text.split(/\s+/).length >= 4,
    );
    expect(left).toEqual([]);
  });

  it('answers every topic', () => {
    const answers = content.languages.find(({ language }) => language.tag === tag)?.answers ?? {};
    expect(Object.keys(content.catalog).filter((topic) => !answers[topic])).toEqual([]);
  });
});

describe('a variant of a language', () => {
  const variants = tags.filter((tag) => baseOf(tag) !== undefined);

  it.each(variants)('%s words some things differently, and takes all else from its base', (tag) => {
    const own = JSON.parse(readFileSync(join(LOCALES_DIR, tag, 'bot.json'), 'utf8')) as object;
    const joined = new Map(listTexts(readLocaleFile(LOCALES_DIR, `${tag}/bot.json`)));
    const base = new Map(listTexts(readLocaleFile(LOCALES_DIR, `${baseOf(tag)}/bot.json`)));
    expect([...joined.keys()].sort()).toEqual([...base.keys()].sort());
    const differing = [...joined].filter(([key, text]) => base.get(key) !== text).map(([key]) => key);
    expect(differing.sort()).toEqual(
      listTexts(own)
        .filter(([key, text]) => base.get(key) !== text)
        .map(([key]) => key)
        .sort(),
    );
    expect(differing.length).toBeGreaterThan(0);
  });
});
