import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');

interface Source {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly string[];
}

const sources: readonly Source[] = ['src', 'dialogs'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => {
      const path = relative(ROOT, join(ROOT, folder, name));
      const text = readFileSync(join(ROOT, path), 'utf8');
      return {
        path,
        text,
        imports: [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? ''),
      };
    }),
);

/** Folders of `src` that belong to everybody. */
const SHARED = ['domain', 'i18n', 'observability'];
/** Files and folders that join others, each with its reason. */
const JOINING = [
  'src/app.ts', // the composition root
  'src/composeAnswering.ts', // the answering without storage, for the command line
  'src/main.ts',
  'src/composeNotifiers.ts', // likewise, the ways to tell staff
  'src/composeReports.ts', // likewise, what is learned from use
  'src/composeSignIn.ts', // likewise, the ways for staff to come in
  'src/composeStaffDesks.ts', // likewise, what staff work at
  'src/runServer.ts',
];

/** `file → what it should not import`, for a readable failure. */
function violations(
  isConcerned: (path: string) => boolean,
  isForbidden: (name: string, path: string) => boolean,
): readonly string[] {
  return sources
    .filter(({ path }) => isConcerned(path))
    .flatMap(({ path, imports }) =>
      imports.filter((name) => isForbidden(name, path)).map((name) => `${path} → ${name}`),
    );
}

describe('imports point inwards', () => {
  it('keeps the domain pure', () => {
    expect(
      violations(
        (path) => path.startsWith('src/domain/'),
        (name) => !name.startsWith('./') && !name.startsWith('#src/domain/'),
      ),
    ).toEqual([]);
  });

  it('keeps storage, web and configuration out of the dialogs', () => {
    expect(
      violations(
        (path) => path.startsWith('dialogs/'),
        (name) => !name.startsWith('.') && !/^#src\/(?:domain|i18n)\/|^#src\/sdk\.ts$/.test(name),
      ),
    ).toEqual([]);
  });

  it('keeps features apart: only the composition root joins them', () => {
    expect(
      violations(
        (path) => path.startsWith('src/') && !JOINING.includes(path) && !/^src\/(?:cli|domain)\//.test(path),
        (name, path) => {
          if (name.startsWith('#dialogs/')) return true;
          const room = /^#src\/([\w-]+)\//.exec(name)?.[1];
          return room !== undefined && room !== path.split('/')[1] && !SHARED.includes(room);
        },
      ),
    ).toEqual([]);
  });
});

describe('time, chance and environment come from their ports', () => {
  const code = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');

  it('asks Clock and Ids', () => {
    const found = sources
      .filter(
        ({ path }) => !path.startsWith('src/web/') && path !== 'src/systemClock.ts' && path !== 'src/systemIds.ts',
      )
      .flatMap(({ path, text }) =>
        (
          code(text).match(/\bDate\.now\(|new Date\(\)|\bsetTimeout\(|\bsetInterval\(|Math\.random\(|randomUUID\(/g) ??
          []
        ).map((call) => `${path}: ${call}`),
      );
    expect(found).toEqual([]);
  });

  it('reads the environment in one place', () => {
    const readers = sources
      .filter(
        ({ path, text }) => !/^src\/(?:config|cli)\/|^src\/main\.ts$/.test(path) && /process\.env\b/.test(code(text)),
      )
      .map(({ path }) => path);
    expect(readers).toEqual([]);
  });
});

describe('the rim stays the rim', () => {
  it('lets only one file import the Bot Framework SDK', () => {
    const users = sources.filter(({ imports }) => imports.some((name) => /^(?:botbuilder|botframework)/.test(name)));
    expect(users.map(({ path }) => path)).toEqual(['src/sdk.ts']);
  });

  it('has no barrel file and no default export', () => {
    expect(sources.filter(({ path }) => /(?:^|\/)index\.ts$/.test(path)).map(({ path }) => path)).toEqual([]);
    expect(sources.filter(({ text }) => /^export default /m.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it('keeps files readable', () => {
    const long = sources.filter(({ text }) => text.split('\n').length > 320).map(({ path }) => path);
    expect(long).toEqual([]);
  });
});
