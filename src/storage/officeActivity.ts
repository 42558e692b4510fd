import type { Clock } from '#src/domain/clock.ts';
import type { OfficeActivity } from '#src/domain/officeActivity.ts';
import type { Sql } from './sql.ts';

/** The activity of the offices, within one transaction. */
export function createOfficeActivity(sql: Sql, clock: Clock): OfficeActivity {
  return {
    async markTaken(office) {
      await sql.query(
        `insert into office_activity (office, taken_at) values ($1, $2)
         on conflict (office) do update set taken_at = excluded.taken_at`,
        [office, clock.now()],
      );
    },
    async lastTakenAt(office) {
      const { rows } = await sql.query<{ taken_at: number }>('select taken_at from office_activity where office = $1', [
        office,
      ]);
      return rows[0]?.taken_at;
    },
  };
}
