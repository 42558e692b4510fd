import type { Clock } from '#src/domain/clock.ts';
import { StaleStateError } from '#src/domain/errors.ts';
import type { StateStore, StoredState } from '#src/domain/stateStore.ts';
import type { Keyring } from './sealing/keyring.ts';
import { type Database, placeholders, type Sql } from './sql.ts';

/** State of the bot, sealed, with optimistic versions. */
export function createStateStore(db: Database, keyring: Keyring, clock: Clock): StateStore {
  async function writeOne(
    sql: Sql,
    key: string,
    data: Readonly<Record<string, unknown>>,
    expectedVersion: number | undefined,
  ): Promise<void> {
    const sealed = keyring.seal(JSON.stringify(data), stateContext(key));
    const values = [key, sealed, keyring.newestKeyId, clock.now()] as const;
    const { count } =
      expectedVersion === undefined
        ? await sql.query(
            `insert into bot_state (key, sealed, key_id, updated_at, subject, version) values ($1, $2, $3, $4, $5, 1)
             on conflict (key) do update set sealed = excluded.sealed, key_id = excluded.key_id,
               updated_at = excluded.updated_at, version = bot_state.version + 1`,
            [...values, stateSubject(key)],
          )
        : await sql.query(
            `update bot_state set sealed = $2, key_id = $3, updated_at = $4, version = version + 1
             where key = $1 and version = $5`,
            [...values, expectedVersion],
          );
    if (count !== 1) throw new StaleStateError();
  }

  return {
    async read(keys) {
      if (keys.length === 0) return new Map();
      const { rows } = await db.query<{ key: string; sealed: string; version: number }>(
        `select key, sealed, version from bot_state where key in (${placeholders(keys.length)})`,
        keys,
      );
      const found = new Map<string, StoredState>();
      for (const { key, sealed, version } of rows) {
        found.set(key, { data: JSON.parse(keyring.open(sealed, stateContext(key))), version });
      }
      return found;
    },
    async write(changes) {
      if (changes.size === 0) return;
      await db.tx(async (sql) => {
        // Sorted: two replicas lock rows in the same order, so there is no deadlock.
        for (const key of [...changes.keys()].sort()) {
          const change = changes.get(key);
          if (change) await writeOne(sql, key, change.data, change.expectedVersion);
        }
      });
    },
    async delete(keys) {
      if (keys.length === 0) return;
      await db.query(`delete from bot_state where key in (${placeholders(keys.length)})`, keys);
    },
  };
}

/** The place a state is bound to. */
export function stateContext(key: string): string {
  return `bot_state:${key}:data:1`;
}

/**
 * Whose state it is: the conversation or user id of the framework's keys (`<channel>/conversations/<id>/`,
 * `<channel>/users/<id>/`), so that erasing a chat finds it; any other key is its own subject.
 */
function stateSubject(key: string): string {
  return /\/(?:conversations|users)\/([^/]+)/.exec(key)?.[1] ?? key;
}
