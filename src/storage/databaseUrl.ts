import { join, resolve } from 'node:path';

export type DatabaseTarget =
  | { readonly kind: 'sqlite'; readonly file: string }
  | { readonly kind: 'postgres'; readonly url: string };

export const SQLITE_FILE_NAME = 'return-assistant.sqlite';

/**
 * Reads `DATABASE_URL`. Empty means the embedded database in `dataDir`; `file:./folder` or `file:./name.sqlite` puts it
 * elsewhere; `postgres://…` names a server.
 * @throws {Error} for anything else, saying what is allowed.
 */
export function parseDatabaseUrl(url: string | undefined, dataDir: string): DatabaseTarget {
  const trimmed = (url ?? '').trim();
  if (trimmed === '') return { kind: 'sqlite', file: resolve(dataDir, SQLITE_FILE_NAME) };
  if (/^postgres(ql)?:\/\//i.test(trimmed)) return { kind: 'postgres', url: trimmed };
  if (trimmed.startsWith('file:')) {
    const path = decodeURIComponent(trimmed.slice('file:'.length).replace(/^\/\/(?=\/)/, ''));
    if (path === '') return { kind: 'sqlite', file: resolve(dataDir, SQLITE_FILE_NAME) };
    return { kind: 'sqlite', file: resolve(path.endsWith('.sqlite') ? path : join(path, SQLITE_FILE_NAME)) };
  }
  throw new Error('DATABASE_URL must be empty, begin with file: or begin with postgres://');
}
