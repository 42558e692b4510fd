import type { Clock } from '#src/domain/clock.ts';
import { MAX_SECRET_ATTEMPTS, SECRET_LOCK_MS, type SecretAttempts } from '#src/domain/secretAttempts.ts';
import type { Keyring } from './sealing/keyring.ts';
import type { Sql } from './sql.ts';

/** Stands in `failures` once a lock was noticed, so that it is reported once. */
const ALREADY_LOCKED = 1_000;

/** Counts tries per reference, login or second step, kept as keyed hashes, within one transaction. */
export function createAttempts(
  sql: Sql,
  keyring: Keyring,
  clock: Clock,
  purpose: 'reference' | 'login' | 'secondFactor',
): SecretAttempts {
  const mark = (name: string): string => keyring.mark(`attempt:${purpose}`, name);
  return {
    async begin(name) {
      const now = clock.now();
      // A row that was not touched for as long as a lock lasts starts again from one.
      const { rows } = await sql.query<{ failures: number; locked_until: number }>(
        `insert into attempt (mark, failures, locked_until, updated_at) values ($1, 1, 0, $2)
         on conflict (mark) do update set
           failures = case
             when attempt.locked_until > $2 then ${ALREADY_LOCKED}
             when attempt.locked_until > 0 or attempt.updated_at <= $3 then 1
             else attempt.failures + 1 end,
           locked_until = case
             when attempt.locked_until > $2 then attempt.locked_until
             when attempt.locked_until > 0 or attempt.updated_at <= $3 then 0
             when attempt.failures >= ${MAX_SECRET_ATTEMPTS} then $4
             else 0 end,
           updated_at = case when attempt.locked_until > $2 then attempt.updated_at else $2 end
         returning failures, locked_until`,
        [mark(name), now, now - SECRET_LOCK_MS, now + SECRET_LOCK_MS],
      );
      const row = rows[0];
      if (!row) throw new Error('A try was not counted');
      const isLocked = row.locked_until > now;
      return {
        lockedUntil: isLocked ? row.locked_until : undefined,
        isLockStart: isLocked && row.failures !== ALREADY_LOCKED,
      };
    },
    async clear(name) {
      await sql.query('delete from attempt where mark = $1', [mark(name)]);
    },
  };
}
