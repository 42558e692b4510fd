import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip, constants as zlib } from 'node:zlib';

export type Encoding = 'identity' | 'br' | 'gzip';

/** One file as it is served: every variant is in memory. */
export interface StaticFile {
  /** Path inside the folder, with `/`: `chat/index.html`. */
  readonly path: string;
  readonly contentType: string;
  /** Strong entity tag of the content, quoted. */
  readonly etag: string;
  /** The name carries a hash of the content: it may be kept for ever. */
  readonly isImmutable: boolean;
  readonly variants: ReadonlyMap<Encoding, Uint8Array>;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

const COMPRESSIBLE = new Set(['.html', '.js', '.css', '.json', '.webmanifest', '.svg', '.txt']);

/** What esbuild puts into names: `chat-5XKZ3QJA.js`. */
const HASHED_NAME = /-[A-Z0-9]{8}\.[a-z0-9]+$/;

/**
 * Reads a folder of built files into memory once, compressed as well as it goes (`.br` and `.gz` files beside a file are
 * taken as its variants). Nothing outside the folder can ever be asked for: requests look up a name in a map.
 *
 * @throws {Error} if the folder is missing, or holds a file of a type that is not known here.
 */
export async function loadStaticFiles(folder: string): Promise<ReadonlyMap<string, StaticFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.') && !entry.name.endsWith('.map'))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length).split(sep).join('/').replace(/^\/+/, ''));
  const known = new Set(paths);
  const isVariant = (path: string): boolean => /\.(?:br|gz)$/.test(path) && known.has(path.replace(/\.(?:br|gz)$/, ''));
  const files = await Promise.all(
    paths.filter((path) => !isVariant(path)).map((path) => loadStaticFile(folder, path, known)),
  );
  return new Map(files.map((file) => [file.path, file]));
}

async function loadStaticFile(folder: string, path: string, known: ReadonlySet<string>): Promise<StaticFile> {
  const extension = extname(path);
  const contentType = CONTENT_TYPES[extension];
  if (contentType === undefined) throw new Error(`No content type is known for ${path}: add it to staticFiles.ts`);
  const bytes = await readFile(join(folder, path));
  const variants = new Map<Encoding, Uint8Array>([['identity', bytes]]);
  if (COMPRESSIBLE.has(extension)) {
    const brotli = known.has(`${path}.br`) ? await readFile(join(folder, `${path}.br`)) : await compressBrotli(bytes);
    const zipped = known.has(`${path}.gz`) ? await readFile(join(folder, `${path}.gz`)) : await compressGzip(bytes);
    if (brotli.length < bytes.length) variants.set('br', brotli);
    if (zipped.length < bytes.length) variants.set('gzip', zipped);
  }
  return {
    path,
    contentType,
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
    isImmutable: HASHED_NAME.test(path),
    variants,
  };
}

function compressBrotli(bytes: Uint8Array): Promise<Buffer> {
  return promisify(brotliCompress)(bytes, { params: { [zlib.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
}

function compressGzip(bytes: Uint8Array): Promise<Buffer> {
  return promisify(gzip)(bytes, { level: 9 });
}
