import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { NEIGHBOURS } from '#src/domain/neighbour.ts';
import { CRISIS_TOPICS, WELL_KNOWN_TOPICS } from '#src/domain/topic.ts';

/** Files of a small `locales/`, by path: change one and write them. */
export type LocaleFiles = Record<string, any>;

const NUMBERED = [...'abcdefghijklmnopqrstuvwxyz'];

/** A small, correct `locales/` in English: the topics the program refers to, `travel-luggage`, and two of one country. */
export function fixtureLocales(): LocaleFiles {
  const wellKnown = [...new Set([...CRISIS_TOPICS, ...Object.values(WELL_KNOWN_TOPICS)])] as string[];
  const catalog: Record<string, any> = {};
  const answers: Record<string, any> = {};
  const phrases: Record<string, string[]> = {};
  const add = (id: string, topic: Record<string, unknown>, answer: Record<string, unknown>): void => {
    catalog[id] = { ...aTopic(), ...topic };
    answers[id] = { title: `What about ${id}?`, paragraphs: [aText(70)], ...answer };
    phrases[id] = NUMBERED.map((letter) => `question ${letter} of ${id}`);
  };
  for (const id of wellKnown) {
    if ((CRISIS_TOPICS as readonly string[]).includes(id)) {
      add(
        id,
        { group: 'safety', risk: 'high' },
        {
          paragraphs: ['Call {{emergency}} now.', 'In Belgium.'],
          lu: { paragraphs: ['Call {{emergency}} now.', 'In Luxembourg.'] },
          both: { paragraphs: ['Call {{emergency}} now.', 'Belgium: {{helpBe}}. Luxembourg: {{helpLu}}.'] },
        },
      );
    } else add(id, {}, {});
  }
  add('travel-luggage', { related: ['apply-how'], facts: ['F001', 'F002'] }, {});
  add(
    'docs-certificates',
    { scope: 'BE', luTopic: 'lu-contact', risk: 'high' },
    { paragraphs: [`${aText(66)} Call {{helpBe}} today.`] },
  );
  add(
    'legal-lawyer',
    { luFallback: true, risk: 'high' },
    { lu: { paragraphs: [`${aText(66)} Call {{helpLu}} today.`] } },
  );
  add('apply-status', { facts: ['P02'] }, { paragraphs: [aText(70)], demo: { paragraphs: [aText(71)] } });
  const neighbours = Object.fromEntries(
    NEIGHBOURS.map((id) => [
      id,
      { text: 'That is outside my subject.', phrases: NUMBERED.map((letter) => `near ${letter} of ${id}`) },
    ]),
  );
  return {
    'en/neighbours.json': neighbours,
    'manifest.json': { languages: [{ tag: 'en', name: 'English', direction: 'ltr', script: 'Latn', review: 'draft' }] },
    'catalog.json': catalog,
    'contacts.json': [
      aContact('emergency', '112', 'both'),
      aContact('helpBe', '0800 11 111', 'BE'),
      aContact('helpLu', '2222', 'LU'),
      { ...aContact('held', '0800 22 222', 'BE'), state: 'hold' },
      {
        ...aContact('site', 'example.org', 'both'),
        kind: 'link',
        tel: undefined,
        url: 'https://example.org/',
        emergency: false,
      },
    ],
    'facts.json': [
      aFact('F001', 'say', 'BE', [
        { url: 'http://old.example.be/', date: '2020' },
        { url: 'https://www.fedasil.be/page', date: null },
        { url: 'https://www.fedasil.be/dated', date: '2026-02-03 (update)' },
      ]),
      aFact('F002', 'soft', 'both', [{ url: 'https://belgium.iom.int/page', date: '2021-12 (inferred)' }]),
      aFact('F003', 'intern', 'both', [{ url: 'https://secret.example/', date: '2026' }]),
      aFact('P02', 'say', 'both', []),
    ],
    'places.json': { LU: ['luxembourg'] },
    'en/answers.json': answers,
    'en/phrases.json': phrases,
    'en/crisis.json': { 'safety-suicide': ['kill* myself'] },
    'en/wording.json': { currencies: ['euro', 'euros'], forbidden: ['we promise'] },
    'en/bot.json': {
      referral: { be: ['Ask in Belgium: {{helpBe}}.'], lu: ['Ask in Luxembourg.'], unknown: ['Ask a counsellor.'] },
      greeting: 'Hello {{name}}',
    },
    'en/web.json': { days_one: '{{count}} day', days_other: '{{count}} days' },
    'en/console.json': { title: 'Requests' },
    'en/email.json': { subject: 'New request {{reference}}' },
  };
}

/** Writes the files into a new temporary folder. @returns the folder. */
export function writeLocales(files: LocaleFiles): string {
  const folder = mkdtempSync(join(tmpdir(), 'locales-'));
  for (const [path, value] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof value === 'string' ? value : JSON.stringify(value));
  }
  return folder;
}

/** A text of that many words, in short sentences. */
export function aText(words: number): string {
  return Array.from({ length: words }, (_, i) => (i % 10 === 9 || i === words - 1 ? 'word.' : 'word')).join(' ');
}

function aTopic(): Record<string, unknown> {
  return {
    group: 'travel',
    priority: 1,
    risk: 'low',
    scope: 'both',
    facts: [],
    checkedOn: '2027-01-01',
    validUntil: '2027-12-31',
    related: [],
  };
}

function aContact(id: string, value: string, country: string): Record<string, unknown> {
  return {
    id,
    kind: 'phone',
    value,
    tel: value.replaceAll(' ', ''),
    country,
    state: 'show',
    emergency: true,
    verifiedOn: '2027-01-01',
    source: 'https://example.org/',
  };
}

function aFact(id: string, use: string, country: string, sources: unknown[]): Record<string, unknown> {
  return { id, statement: `Statement ${id}`, sources, use, country };
}
