import type { Clock } from '#src/domain/clock.ts';
import type { OneTimeMarks } from '#src/domain/oneTimeMarks.ts';
import type { Keyring } from './sealing/keyring.ts';
import type { Database } from './sql.ts';

/** Marks that may be claimed once, kept as keyed hashes until they expire. */
export function createOneTimeMarks(db: Database, keyring: Keyring, clock: Clock): OneTimeMarks {
  return {
    async claim(kind, id, expiresAt) {
      const { count } = await db.query(
        `insert into one_time_mark (kind, mark, expires_at) values ($1, $2, $3)
         on conflict (kind, mark) do update set expires_at = excluded.expires_at where one_time_mark.expires_at <= $4`,
        [kind, keyring.mark(`once:${kind}`, id), expiresAt, clock.now()],
      );
      return count === 1;
    },
  };
}
