import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every sentence of a notice: keys of `locales/<tag>/email.json`. */
const NOTICE_KEYS = [
  'subject.new',
  'subject.newUrgent',
  'subject.unclaimed',
  'subject.unclaimedUrgent',
  'intro.new',
  'intro.unclaimed',
  'intro.deputy',
  'intro.lead',
  'urgent',
  'reference',
  'office.BE',
  'office.LU',
  'language',
  'waitingSince',
  'openConsole',
  'privacy',
] as const;
type NoticeKey = (typeof NOTICE_KEYS)[number];

/** One sentence of a notice with its placeholders filled in. */
export type NoticeTexts = (key: NoticeKey, values?: Readonly<Record<string, string>>) => string;

/**
 * Loads the sentences of notices in a language of staff.
 * @throws {Error} that names what is missing.
 */
export function loadNoticeTexts(localesDir: string, locale: string): NoticeTexts {
  const file = join(localesDir, locale, 'email.json');
  const content = JSON.parse(readFileSync(file, 'utf8')) as unknown;
  const texts = new Map<NoticeKey, string>();
  for (const key of NOTICE_KEYS) {
    const text = findText(content, key);
    if (text === undefined) throw new Error(`locales/${locale}/email.json has no text for ${key}`);
    texts.set(key, text);
  }
  return (key, values = {}) =>
    (texts.get(key) ?? '').replace(/\{\{(\w+)\}\}/g, (_placeholder, name: string) => values[name] ?? '');
}

function findText(content: unknown, key: NoticeKey): string | undefined {
  let value = content;
  for (const part of key.split('.')) value = (value as Record<string, unknown> | undefined)?.[part];
  return typeof value === 'string' ? value : undefined;
}
