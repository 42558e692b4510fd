import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * Makes sure that one server at a time uses a data folder: an exclusive SQLite lock, which the operating system drops
 * when the process dies. No process ids in files that may be stale.
 * @returns a function that frees the folder.
 * @throws {Error} if another server holds it.
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'server.lock');
  closeSync(openSync(file, 'a', 0o600));
  const db = new DatabaseSync(file, { timeout: 0 });
  try {
    db.exec('begin exclusive');
  } catch (error) {
    db.close();
    throw new Error(
      `Another server is using the data folder ${folder}: stop it, or give this one its own DATA_DIR. Several servers together need DATABASE_URL=postgres://…`,
      { cause: error },
    );
  }
  return () => db.close();
}
