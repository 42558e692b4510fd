import type { LocaleTag } from '#src/domain/locale.ts';
import { readLocaleFile } from '#src/i18n/readLocaleFile.ts';
import type { ContentProblem } from '../contentProblem.ts';
import type { Content } from '../readContent.ts';
import { findPlaceholders } from '../resolveParagraph.ts';

/** The language whose keys the others must have. */
const REFERENCE = 'en';
/** Languages in which IOM staff work. */
const STAFF_LANGUAGES = new Set(['en', 'fr', 'nl']);
const FILES = [
  { name: 'bot.json', isForStaff: false },
  { name: 'web.json', isForStaff: false },
  { name: 'console.json', isForStaff: true },
  { name: 'email.json', isForStaff: true },
] as const;
const PLURAL = /_(zero|one|two|few|many|other)$/;

/** One text, or list of texts, of a file: `contact.sent.done`. Plural forms are gathered under the key without suffix. */
interface Entry {
  readonly isList: boolean;
  readonly placeholders: ReadonlySet<string>;
  readonly plurals: ReadonlySet<string>;
}

/** The sentences of bot, pages and e-mails: the same keys, placeholders and the right plural forms in every language. */
export function checkTexts(localesDir: string, content: Content): ContentProblem[] {
  const problems: ContentProblem[] = [];
  const contacts = new Map(content.contacts.map((contact) => [contact.id, contact]));
  for (const { name, isForStaff } of FILES) {
    const tags = content.languages
      .map(({ language }) => language.tag)
      .filter((tag) => !isForStaff || STAFF_LANGUAGES.has(tag));
    const reference = readEntries(localesDir, REFERENCE, name, problems);
    for (const tag of tags) {
      const entries = tag === REFERENCE ? reference : readEntries(localesDir, tag, name, problems);
      if (!entries || !reference) continue;
      for (const [at, message] of compare(entries, reference, tag)) {
        problems.push({ severity: 'error', file: `${tag}/${name}`, at, message });
      }
      for (const [key, { placeholders }] of entries) {
        for (const id of placeholders) {
          if (contacts.get(id)?.state !== 'hold') continue;
          problems.push({
            severity: 'error',
            file: `${tag}/${name}`,
            at: key,
            message: `{{${id}}} is on hold: it may not be shown`,
          });
        }
      }
    }
  }
  return problems;
}

function compare(
  entries: ReadonlyMap<string, Entry>,
  reference: ReadonlyMap<string, Entry>,
  tag: LocaleTag,
): [string, string][] {
  const found: [string, string][] = [];
  for (const [key, wanted] of reference) {
    const entry = entries.get(key);
    if (!entry) {
      found.push([key, `the key is missing; translate it from ${REFERENCE}`]);
      continue;
    }
    if (entry.isList !== wanted.isList)
      found.push([key, `this is a ${wanted.isList ? 'list' : 'text'} in ${REFERENCE}; make it one`]);
    for (const id of wanted.placeholders)
      if (!entry.placeholders.has(id)) found.push([key, `{{${id}}} is missing in the text`]);
    for (const id of entry.placeholders)
      if (!wanted.placeholders.has(id)) found.push([key, `{{${id}}} is not in the ${REFERENCE} text; remove it`]);
    if (wanted.plurals.size === 0 && entry.plurals.size === 0) continue;
    for (const form of new Intl.PluralRules(tag).resolvedOptions().pluralCategories) {
      if (!entry.plurals.has(form)) found.push([key, `the plural form ${key}_${form} is missing`]);
    }
  }
  for (const key of entries.keys())
    if (!reference.has(key)) found.push([key, `there is no such key in ${REFERENCE}; remove it`]);
  return found;
}

function readEntries(
  localesDir: string,
  tag: LocaleTag,
  name: string,
  problems: ContentProblem[],
): Map<string, Entry> | undefined {
  try {
    const entries = new Map<string, Entry>();
    collect(readLocaleFile(localesDir, `${tag}/${name}`), '', entries);
    return entries;
  } catch {
    problems.push({
      severity: 'error',
      file: `${tag}/${name}`,
      message: 'the file is missing or not valid JSON; mend it',
    });
    return undefined;
  }
}

function collect(value: unknown, path: string, entries: Map<string, Entry>): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const [key, part] of Object.entries(value)) collect(part, path === '' ? key : `${path}.${key}`, entries);
    return;
  }
  const form = PLURAL.exec(path)?.[1];
  const key = path.replace(PLURAL, '');
  const texts = (Array.isArray(value) ? value : [value]).map(String);
  const before = entries.get(key);
  entries.set(key, {
    isList: Array.isArray(value),
    placeholders: new Set([...(before?.placeholders ?? []), ...texts.flatMap(findPlaceholders)]),
    plurals: new Set([...(before?.plurals ?? []), ...(form === undefined ? [] : [form])]),
  });
}
