import { createHash } from 'node:crypto';
import { type Clock, HOUR_MS, MINUTE_MS } from '#src/domain/clock.ts';
import type { Ids } from '#src/domain/ids.ts';
import type { StaffId } from '#src/domain/staff.ts';
import type { StaffDirectory } from '#src/domain/staffDirectory.ts';
import type { StaffSessions } from '#src/domain/staffSessions.ts';
import { createAuditTrail } from './auditTrail.ts';
import type { Database } from './sql.ts';

/** M-16. */
const SESSION_IDLE_MS = 15 * MINUTE_MS;
const SESSION_MAX_MS = 8 * HOUR_MS;

const TOKEN_BYTES = 32;

interface SessionRow {
  readonly staff_id: StaffId;
  readonly started_at: number;
  readonly ends_at: number;
}

/** Sessions of the console: the database knows the hash of a token only, and the CSRF value follows from the token. */
export function createStaffSessions(options: {
  readonly db: Database;
  readonly directory: Pick<StaffDirectory, 'find'>;
  readonly clock: Clock;
  readonly ids: Ids;
}): StaffSessions {
  const { db, directory, clock, ids } = options;

  async function describe(token: string, row: SessionRow | undefined): ReturnType<StaffSessions['find']> {
    const member = row && (await directory.find(row.staff_id));
    if (!row || !member || member.isDisabled) return undefined;
    return { member, csrfSecret: deriveCsrfSecret(token), startedAt: row.started_at, endsAt: row.ends_at };
  }

  return {
    async start(id) {
      const token = Buffer.from(ids.bytes(TOKEN_BYTES)).toString('base64url');
      const now = clock.now();
      const endsAt = now + SESSION_MAX_MS;
      await db.query(
        'insert into staff_session (token_hash, staff_id, started_at, used_at, ends_at) values ($1, $2, $3, $3, $4)',
        [hashToken(token), id, now, endsAt],
      );
      return { token, csrfSecret: deriveCsrfSecret(token), endsAt };
    },
    async find(token) {
      const now = clock.now();
      const { rows } = await db.query<SessionRow>(
        `update staff_session set used_at = $2 where token_hash = $1 and ends_at > $2 and used_at > $3
         returning staff_id, started_at, ends_at`,
        [hashToken(token), now, now - SESSION_IDLE_MS],
      );
      return describe(token, rows[0]);
    },
    async peek(token) {
      const now = clock.now();
      const { rows } = await db.query<SessionRow>(
        `select staff_id, started_at, ends_at from staff_session
         where token_hash = $1 and ends_at > $2 and used_at > $3`,
        [hashToken(token), now, now - SESSION_IDLE_MS],
      );
      return describe(token, rows[0]);
    },
    async end(token) {
      await db.tx(async (sql) => {
        const { rows } = await sql.query<SessionRow>(
          'delete from staff_session where token_hash = $1 returning staff_id',
          [hashToken(token)],
        );
        const id = rows[0]?.staff_id;
        if (!id) return;
        const trail = createAuditTrail(sql, clock);
        await trail.append({ actor: { kind: 'staff', id }, action: 'staff.signedOut', subject: id });
      });
    },
    async endAll(id) {
      await db.query('delete from staff_session where staff_id = $1', [id]);
    },
  };
}

function hashToken(token: string): string {
  return createHash('sha256').update(`session|${token}`).digest('hex');
}

/** Known to whoever holds the cookie's token, and to nobody who only can send the cookie. */
function deriveCsrfSecret(token: string): string {
  return createHash('sha256').update(`csrf|${token}`).digest('base64url');
}
