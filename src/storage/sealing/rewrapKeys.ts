import { questionContext } from '../questionStore.ts';
import { factorContext, secondStepContext } from '../secondFactors.ts';
import type { Database } from '../sql.ts';
import { refreshContext } from '../staffSessions.ts';
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
    let done =
      (await rewrapDataKeys(db, keyring)) + (await rewrapStates(db, keyring)) + (await rewrapCheck(db, keyring));
    for (const place of SEALED_PLACES) done += await rewrapSecrets(db, keyring, place);
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

/** Rows with one sealed secret each: where they are, and what binds a secret to its row. */
const SEALED_PLACES = [
  { table: 'open_question', key: 'id', context: questionContext },
  { table: 'staff_factor', key: 'staff_id', context: factorContext },
  { table: 'staff_second_step', key: 'token_hash', context: secondStepContext },
  { table: 'staff_session', key: 'token_hash', context: refreshContext },
] as const;

async function rewrapSecrets(
  db: Database,
  keyring: Keyring,
  { table, key, context }: (typeof SEALED_PLACES)[number],
): Promise<number> {
  return db.tx(async (sql) => {
    const { rows } = await sql.query<{ key: string; sealed: string }>(
      `select ${key} as key, sealed from ${table} where key_id <> $1 limit ${BATCH} ${lockRows(db)}`,
      [keyring.newestKeyId],
    );
    for (const row of rows) {
      await sql.query(`update ${table} set key_id = $1, sealed = $2 where ${key} = $3`, [
        keyring.newestKeyId,
        keyring.rewrap(row.sealed, context(row.key)),
        row.key,
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
