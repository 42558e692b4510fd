import {
  defineRoute,
  type HeaderClass,
  type HttpRequest,
  type HttpResponse,
  type Route,
} from '#src/domain/httpRoute.ts';
import type { Encoding, StaticFile } from './staticFiles.ts';

export interface StaticRouteOptions {
  readonly files: ReadonlyMap<string, StaticFile>;
  /** Where each page stands. Other `.html` files are not reachable. */
  readonly pages: readonly {
    readonly path: string;
    readonly file: string;
    readonly headerClass: Extract<HeaderClass, 'page' | 'staffPage'>;
  }[];
  /** Files that other sites may load as a script. */
  readonly embeds?: readonly string[];
}

/**
 * Routes for pages at their own paths, and for every other file at `/` + its path.
 *
 * @throws {Error} if a page or embed has no file: the browser pages are not built.
 */
export function createStaticRoutes({ files, pages, embeds = [] }: StaticRouteOptions): readonly Route[] {
  const find = (path: string): StaticFile => {
    const file = files.get(path);
    if (!file) throw new Error(`The built pages have no ${path}: build them first`);
    return file;
  };
  const assets = [...files.values()].filter((file) => !file.path.endsWith('.html') && !embeds.includes(file.path));
  return [
    ...pages.map(({ path, file, headerClass }) => createFileRoute(path, find(file), headerClass)),
    ...embeds.map((path) => createFileRoute(`/${path}`, find(path), 'embed')),
    ...assets.map((file) => createFileRoute(`/${file.path}`, file, 'asset')),
  ];
}

function createFileRoute(path: string, file: StaticFile, headerClass: HeaderClass): Route {
  return defineRoute({
    method: 'GET',
    path,
    auth: 'public',
    headerClass,
    handle: async (request) => serveFile(request, file, headerClass),
  });
}

function serveFile(request: HttpRequest, file: StaticFile, headerClass: HeaderClass): HttpResponse {
  const isPage = headerClass === 'page' || headerClass === 'staffPage';
  const headers = {
    vary: 'Accept-Encoding',
    // A page leaves nothing on the disk of a shared phone; what carries its hash in the name never changes.
    ...(isPage ? {} : { etag: file.etag }),
    ...(file.isImmutable && !isPage ? { 'cache-control': 'public, max-age=31536000, immutable' } : {}),
  };
  if (!isPage && request.headers['if-none-match']?.split(/,\s*/).includes(file.etag)) return { status: 304, headers };
  const encoding = chooseEncoding(request.headers['accept-encoding'], file);
  const bytes = file.variants.get(encoding) ?? new Uint8Array();
  return {
    status: 200,
    body: { kind: 'bytes', bytes, contentType: file.contentType },
    headers: encoding === 'identity' ? headers : { ...headers, 'content-encoding': encoding },
  };
}

function chooseEncoding(header: string | undefined, file: StaticFile): Encoding {
  const accepted = new Map(
    (header ?? '').split(',').map((entry) => {
      const [name = '', ...parameters] = entry
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/);
      const quality = parameters.find((parameter) => parameter.startsWith('q='));
      return [name, quality === undefined ? 1 : Number(quality.slice(2))] as const;
    }),
  );
  for (const encoding of ['br', 'gzip'] as const) {
    if (file.variants.has(encoding) && (accepted.get(encoding) ?? 0) > 0) return encoding;
  }
  return 'identity';
}
