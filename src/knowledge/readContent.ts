import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { baseOf, type LocaleTag, type OfferedLanguage } from '#src/domain/locale.ts';
import type { Neighbour } from '#src/domain/neighbour.ts';
import { readLocaleFile } from '#src/i18n/readLocaleFile.ts';
import type { ContentProblem } from './contentProblem.ts';
import {
  type AnswerEntry,
  answersSchema,
  type CatalogEntry,
  type ContactEntry,
  catalogSchema,
  contactsSchema,
  crisisWordsSchema,
  type Fact,
  factsSchema,
  harmlessSchema,
  manifestSchema,
  neighboursSchema,
  phrasesSchema,
  placesSchema,
  referralSchema,
  reviewsSchema,
  wordingSchema,
} from './contentSchemas.ts';

/** The texts of one language, as the files hold them. */
export interface LanguageContent {
  readonly language: OfferedLanguage;
  readonly answers: Readonly<Record<string, AnswerEntry>>;
  readonly phrases: Readonly<Record<string, readonly string[]>>;
  readonly crisisWords: Readonly<Record<string, readonly string[]>>;
  /** Near subjects outside ours; empty if the file could not be read. */
  readonly neighbours: Readonly<
    Partial<Record<Neighbour, { readonly text: string; readonly phrases: readonly string[] }>>
  >;
  /** Messages that sound like danger and are none. */
  readonly harmless: readonly string[];
  readonly wording: { readonly currencies: readonly string[]; readonly forbidden: readonly string[] };
  readonly reviews: Readonly<Record<string, { textHash: string; by: string; on: string }>>;
  readonly referral: {
    readonly be: readonly string[];
    readonly lu: readonly string[];
    readonly unknown: readonly string[];
  };
}

/** Everything in `locales/` that answers are made of, parsed but not yet compared with one another. */
export interface Content {
  readonly languages: readonly LanguageContent[];
  readonly catalog: Readonly<Record<string, CatalogEntry>>;
  readonly contacts: readonly ContactEntry[];
  readonly facts: ReadonlyMap<string, Fact>;
  readonly placeNames: { readonly LU?: readonly string[] | undefined };
}

/**
 * Reads and parses `locales/`. Never throws for bad content: each problem names its file, and the part that could not
 * be read is empty.
 */
export function readContent(localesDir: string): { readonly content: Content; readonly problems: ContentProblem[] } {
  const problems: ContentProblem[] = [];
  const read = <T>(file: string, schema: z.ZodType<T>, empty: T, isOptional = false): T =>
    readJson(localesDir, file, schema, empty, isOptional, problems);

  const manifest = read('manifest.json', manifestSchema, { languages: [] });
  const facts = read('facts.json', factsSchema, []);
  const content: Content = {
    catalog: read('catalog.json', catalogSchema, {}),
    contacts: read('contacts.json', contactsSchema, []),
    placeNames: read('places.json', placesSchema, {}),
    facts: new Map(facts.map((fact) => [fact.id, fact])),
    languages: manifest.languages.map((language) => readLanguage(language, read)),
  };
  return { content, problems };
}

type Read = <T>(file: string, schema: z.ZodType<T>, empty: T, isOptional?: boolean) => T;

function readLanguage(language: OfferedLanguage, read: Read): LanguageContent {
  const folder: LocaleTag = language.tag;
  return {
    language,
    answers: read(`${folder}/answers.json`, answersSchema, {}),
    // A variant is understood by the phrases of its base.
    phrases: baseOf(folder) === undefined ? read(`${folder}/phrases.json`, phrasesSchema, {}) : {},
    crisisWords: baseOf(folder) === undefined ? read(`${folder}/crisis.json`, crisisWordsSchema, {}) : {},
    harmless: baseOf(folder) === undefined ? read(`${folder}/harmless.json`, harmlessSchema, [], true) : [],
    neighbours: read<LanguageContent['neighbours']>(`${folder}/neighbours.json`, neighboursSchema, {}),
    wording: read(`${folder}/wording.json`, wordingSchema, { currencies: [], forbidden: [] }),
    reviews: read(`${folder}/reviews.json`, reviewsSchema, {}, true),
    referral: read(`${folder}/bot.json`, referralSchema, { referral: { be: [], lu: [], unknown: [] } }).referral,
  };
}

function readJson<T>(
  localesDir: string,
  file: string,
  schema: z.ZodType<T>,
  empty: T,
  isOptional: boolean,
  problems: ContentProblem[],
): T {
  let value: unknown;
  try {
    value = readLocaleFile(localesDir, file);
  } catch (error) {
    if (error instanceof SyntaxError) {
      const message = `this is not valid JSON (${error.message}); mend the syntax`;
      problems.push({ severity: 'error', file, message });
    } else if (!isOptional || existsSync(join(localesDir, file))) {
      problems.push({ severity: 'error', file, message: 'the file is missing or cannot be read; create it' });
    }
    return empty;
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    problems.push({ severity: 'error', file, at: issue.path.join('.') || '(top)', message: issue.message });
  }
  return empty;
}
