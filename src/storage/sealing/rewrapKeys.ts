import { questionContext } from '../questionStore.ts';
import type { Database } from '../sql.ts';
import { stateContext } from '../stateStore.ts';
import { KEY_CHECK_CONTEXT } from './checkKeys.ts';
import type { Keyring } from './keyring.ts';

const BATCH = 200;

/**
 * Wraps everything that older keys protect with the newest one, in small transactions, while the server runs (M-03).
 * @returns how many keys were renewed. After that an old key may be taken away.
 */
export async function rewrapKeys(db: Database, keyring: Keyring): Promise<number> {
  let count = 0;
  for (;;) {
    const done =
      (await rewrapDataKeys(db, keyring)) +
      (await rewrapStates(db, keyring)) +
      (await rewrapQuestions(db, keyring)) +
      (await rewrapCheck(db, keyring));
    if (done === 0) return count;
    count += done;
  }
}

/** Waits for rows that others hold: a skipped row would look like a finished job. SQLite has one writer anyway. */
function lockRows(db: Database): string {
  return db.dialect === 'postgres' ? 'for update' : '';
}

async function rewrapDataKeys(db: Database, keyring: Keyring): Promise<number> {
  return db.tx(async (sql) => {
    const { rows } = await sql.query<{ owner: string; wrapped: string }>(
      `select owner, wrapped from data_key where key_id <> $1 limit ${BATCH} ${lockRows(db)}`,
      [keyring.newestKeyId],
    );
    for (const { owner, wrapped } of rows) {
      await sql.query('update data_key set key_id = $1, wrapped = $2 where owner = $3', [
        keyring.newestKeyId,
        keyring.rewrap(wrapped, owner),
        owner,
      ]);
    }
    return rows.length;
  });
}

async function rewrapStates(db: Database, keyring: Keyring): Promise<number> {
  return db.tx(async (sql) => {
    const { rows } = await sql.query<{ key: string; sealed: string }>(
      `select key, sealed from bot_state where key_id <> $1 limit ${BATCH} ${lockRows(db)}`,
      [keyring.newestKeyId],
    );
    for (const { key, sealed } of rows) {
      // The version stays: the content is the same, and a turn that has read it may still write.
      await sql.query('update bot_state set key_id = $1, sealed = $2 where key = $3', [
        keyring.newestKeyId,
        keyring.rewrap(sealed, stateContext(key)),
        key,
      ]);
    }
    return rows.length;
  });
}

async function rewrapQuestions(db: Database, keyring: Keyring): Promise<number> {
  return db.tx(async (sql) => {
    const { rows } = await sql.query<{ id: string; sealed: string }>(
      `select id, sealed from open_question where key_id <> $1 limit ${BATCH} ${lockRows(db)}`,
      [keyring.newestKeyId],
    );
    for (const { id, sealed } of rows) {
      await sql.query('update open_question set key_id = $1, sealed = $2 where id = $3', [
        keyring.newestKeyId,
        keyring.rewrap(sealed, questionContext(id)),
        id,
      ]);
    }
    return rows.length;
  });
}

async function rewrapCheck(db: Database, keyring: Keyring): Promise<number> {
  return db.tx(async (sql) => {
    const { rows } = await sql.query<{ sealed: string }>('select sealed from key_check where key_id <> $1', [
      keyring.newestKeyId,
    ]);
    const sealed = rows[0]?.sealed;
    if (sealed === undefined) return 0;
    await sql.query('update key_check set key_id = $1, sealed = $2', [
      keyring.newestKeyId,
      keyring.rewrap(sealed, KEY_CHECK_CONTEXT),
    ]);
    return 1;
  });
}
