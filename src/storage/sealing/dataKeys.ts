import type { Clock } from '#src/domain/clock.ts';
import type { Sealer } from '#src/domain/sealing.ts';
import { placeholders, type Sql } from '../sql.ts';
import type { Keyring } from './keyring.ts';

/** What owns a data key. */
export type KeyOwner = `conversation:${string}` | `contact_request:${string}`;

/** The wrapped data keys in the database: one per conversation and one per contact request. */
export interface DataKeys {
  create(sql: Sql, owner: KeyOwner): Promise<Sealer>;
  /** The owner's key, or `undefined` if it was deleted. @throws {UnreadableRecordError} if it cannot be unwrapped. */
  find(sql: Sql, owner: KeyOwner): Promise<Sealer | undefined>;
  open(wrapped: string, owner: KeyOwner): Sealer;
  /** What a row of `data_key` holds for a new key. */
  prepare(owner: KeyOwner): { readonly row: readonly [string, string, string, number]; readonly sealer: Sealer };
  /** Makes everything sealed under these keys unreadable for ever. */
  destroy(sql: Sql, owners: readonly KeyOwner[]): Promise<void>;
}

export function createDataKeys(keyring: Keyring, clock: Clock): DataKeys {
  function prepare(owner: KeyOwner): ReturnType<DataKeys['prepare']> {
    const { wrapped, sealer } = keyring.newDataKey(owner);
    return { row: [owner, keyring.newestKeyId, wrapped, clock.now()], sealer };
  }
  return {
    prepare,
    async create(sql, owner) {
      const { row, sealer } = prepare(owner);
      await sql.query('insert into data_key (owner, key_id, wrapped, created_at) values ($1, $2, $3, $4)', row);
      return sealer;
    },
    async find(sql, owner) {
      const { rows } = await sql.query<{ wrapped: string }>('select wrapped from data_key where owner = $1', [owner]);
      return rows[0] ? keyring.openDataKey(rows[0].wrapped, owner) : undefined;
    },
    open: (wrapped, owner) => keyring.openDataKey(wrapped, owner),
    async destroy(sql, owners) {
      if (owners.length === 0) return;
      await sql.query(`delete from data_key where owner in (${placeholders(owners.length)})`, owners);
    },
  };
}
