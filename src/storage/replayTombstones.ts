import type { Clock } from '#src/domain/clock.ts';
import { eraseContactRequest } from './eraseContactRequest.ts';
import { createDataKeys } from './sealing/dataKeys.ts';
import type { Keyring } from './sealing/keyring.ts';
import type { Database } from './sql.ts';
import type { Tombstone } from './tombstoneJournal.ts';

/**
 * Erases again what was erased after a backup was made, so that restoring it brings nobody back.
 * @returns how many requests were erased.
 */
export async function replayTombstones(
  db: Database,
  options: { readonly keyring: Keyring; readonly clock: Clock; readonly tombstones: readonly Tombstone[] },
): Promise<number> {
  const { keyring, tombstones } = options;
  const dataKeys = createDataKeys(keyring, options.clock);
  const erasedAt = new Map(tombstones.map((tombstone) => [tombstone.mark, tombstone.erasedAt]));
  const { rows } = await db.query<{ id: string; reference: string; conversation_id: string }>(
    'select id, reference, conversation_id from contact_request',
  );
  const due = rows.filter(({ reference }) => erasedAt.has(keyring.mark('tombstone', reference)));
  for (const { id, conversation_id } of due) {
    await db.tx((sql) => eraseContactRequest(sql, dataKeys, { id, conversationId: conversation_id }));
  }
  await db.tx(async (sql) => {
    for (const { mark, erasedAt } of tombstones) {
      await sql.query('insert into tombstone (mark, erased_at) values ($1, $2) on conflict (mark) do nothing', [
        mark,
        erasedAt,
      ]);
    }
  });
  await db.scrub();
  return due.length;
}

/** The tombstones that a database knows. */
export async function readStoredTombstones(db: Database): Promise<readonly Tombstone[]> {
  const { rows } = await db.query<{ mark: string; erased_at: number }>('select mark, erased_at from tombstone');
  return rows.map((row) => ({ mark: row.mark, erasedAt: row.erased_at }));
}
