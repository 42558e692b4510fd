import { UnreadableRecordError } from '#src/domain/errors.ts';
import type { Database } from '../sql.ts';
import type { Keyring } from './keyring.ts';

const KNOWN_TEXT = 'return-assistant';

/** The place the known text is bound to. */
export const KEY_CHECK_CONTEXT = 'key_check:1:text:1';

/**
 * Makes sure that the keys are those the database was written with: with others every record would be unreadable, and
 * nobody would notice before the first call-back.
 * @throws {Error} that says what to do.
 */
export async function checkKeys(db: Database, keyring: Keyring): Promise<void> {
  const mark = keyring.mark('key-check', KNOWN_TEXT);
  const sealed = keyring.seal(KNOWN_TEXT, KEY_CHECK_CONTEXT);
  const stored = await db.tx(async (sql) => {
    await sql.query(
      'insert into key_check (id, key_id, sealed, mark) values (1, $1, $2, $3) on conflict (id) do nothing',
      [keyring.newestKeyId, sealed, mark],
    );
    return (await sql.query<{ sealed: string; mark: string }>('select sealed, mark from key_check where id = 1'))
      .rows[0];
  });
  if (!stored || stored.mark !== mark) {
    throw new Error(
      'INDEX_KEY is not the one this database was written with: bring that key back, or use another DATA_DIR',
    );
  }
  try {
    keyring.open(stored.sealed, KEY_CHECK_CONTEXT);
  } catch (error) {
    if (!(error instanceof UnreadableRecordError)) throw error;
    throw new Error(
      'DATA_KEYS holds no key this database was written with: bring the key back (and see “npm run keys”), or use another DATA_DIR',
      { cause: error },
    );
  }
}
