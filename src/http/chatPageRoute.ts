import { defineRoute, type HttpRequest, type Route } from '#src/domain/httpRoute.ts';
import type { LocaleTag } from '#src/domain/locale.ts';
import { negotiateLocale } from '#src/i18n/negotiateLocale.ts';
import type { StaticFile } from './staticFiles.ts';
import { createStaticRoutes } from './staticRoutes.ts';

export interface ChatPageOptions {
  /** The built pages, as `buildWeb` writes them. */
  readonly files: ReadonlyMap<string, StaticFile>;
  /** Offered languages. The first one is for people whose browser asks for none of them. */
  readonly languages: readonly LocaleTag[];
  /** Demonstration pages say on each screen that IOM does not run them. */
  readonly isDemonstration: boolean;
}

/**
 * `/`: the chat page in the language of `?lang=`, else in the one the browser prefers. Nothing is remembered.
 *
 * @throws {Error} if a language has no page: the browser pages are not built, or built from other languages.
 */
export function createChatPageRoute({ files, languages, isDemonstration }: ChatPageOptions): Route {
  const routes = new Map(
    languages.map((tag): [LocaleTag, Route] => {
      const file = `index.${tag}${isDemonstration ? '.demo' : ''}.html`;
      const [route] = createStaticRoutes({ files, pages: [{ path: '/', file, headerClass: 'page' }] });
      return [tag, route as Route];
    }),
  );
  return defineRoute({
    method: 'GET',
    path: '/',
    auth: 'public',
    headerClass: 'page',
    async handle(request: HttpRequest<'public'>) {
      const tag = chooseLanguage(request, languages);
      const response = await (routes.get(tag) as Route).handle(request);
      return {
        ...response,
        headers: { ...response.headers, vary: 'Accept-Encoding, Accept-Language', 'content-language': tag },
      };
    },
  });
}

function chooseLanguage({ query, headers }: HttpRequest, languages: readonly LocaleTag[]): LocaleTag {
  const wished = negotiateLocale(query.get('lang') ?? undefined, languages);
  if (wished !== undefined) return wished;
  for (const range of listRanges(headers['accept-language'] ?? '')) {
    const found = negotiateLocale(range, languages);
    if (found !== undefined) return found;
  }
  return languages[0] ?? 'en';
}

/** The languages a browser asks for, most wanted first. */
function listRanges(header: string): readonly string[] {
  return header
    .slice(0, 500)
    .split(',')
    .map((entry) => {
      const [range = '', quality] = entry.trim().split(/\s*;\s*q=/);
      return { range, quality: quality === undefined ? 1 : Number(quality) || 0 };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ range }) => range);
}
