import { createHash } from 'node:crypto';
import type { AuditAction, AuditActor, AuditEntry } from '#src/domain/audit.ts';
import { type Clock, HOUR_MS, MINUTE_MS, SECOND_MS } from '#src/domain/clock.ts';
import type { Ids } from '#src/domain/ids.ts';
import type { StaffId } from '#src/domain/staff.ts';
import type { StaffDirectory } from '#src/domain/staffDirectory.ts';
import type { StaffSessions } from '#src/domain/staffSessions.ts';
import { createAuditTrail } from './auditTrail.ts';
import type { Keyring } from './sealing/keyring.ts';
import type { Database, Sql } from './sql.ts';

/** M-16. */
const SESSION_IDLE_MS = 15 * MINUTE_MS;
const SESSION_MAX_MS = 8 * HOUR_MS;

/** Longer than the identity provider may take to answer. */
const CHECK_LEASE_MS = 15 * SECOND_MS;

const TOKEN_BYTES = 32;

interface SessionRow {
  readonly staff_id: StaffId;
  readonly started_at: number;
  readonly ends_at: number;
  readonly checked_at: number | null;
}

const COLUMNS = 'staff_id, started_at, ends_at, checked_at';

/** Where the refresh token of a session is sealed to. */
export function refreshContext(tokenHash: string): string {
  return `staff_session:${tokenHash}:refresh:1`;
}

/** Sessions of the console: the database knows the hash of a token only, and the CSRF value follows from the token. */
export function createStaffSessions(options: {
  readonly db: Database;
  readonly keyring: Keyring;
  readonly directory: Pick<StaffDirectory, 'find'>;
  readonly clock: Clock;
  readonly ids: Ids;
}): StaffSessions {
  const { db, keyring, directory, clock, ids } = options;

  async function describe(token: string, row: SessionRow | undefined): ReturnType<StaffSessions['find']> {
    const member = row && (await directory.find(row.staff_id));
    if (!row || !member || member.isDisabled) return undefined;
    return {
      member,
      csrfSecret: deriveCsrfSecret(token),
      startedAt: row.started_at,
      endsAt: row.ends_at,
      checkedAt: row.checked_at ?? undefined,
    };
  }

  async function audit(
    sql: Sql,
    action: AuditAction,
    subject: StaffId,
    { by, detail }: { by?: AuditActor | undefined; detail?: AuditEntry['detail'] } = {},
  ): Promise<void> {
    const actor = by ?? { kind: 'staff', id: subject };
    await createAuditTrail(sql, clock).append({ actor, action, subject, ...(detail ? { detail } : {}) });
  }

  return {
    async start(id, proof) {
      const token = Buffer.from(ids.bytes(TOKEN_BYTES)).toString('base64url');
      const hash = hashToken(token);
      const now = clock.now();
      const endsAt = now + SESSION_MAX_MS;
      const check =
        proof.through === 'provider'
          ? [now, keyring.newestKeyId, keyring.seal(proof.refreshToken, refreshContext(hash))]
          : [null, null, null];
      await db.tx(async (sql) => {
        await sql.query(
          `insert into staff_session (token_hash, staff_id, started_at, used_at, ends_at, checked_at, key_id, sealed)
           values ($1, $2, $3, $3, $4, $5, $6, $7)`,
          [hash, id, now, endsAt, ...check],
        );
        await audit(sql, 'staff.signedIn', id, { detail: { through: proof.through } });
      });
      return { token, csrfSecret: deriveCsrfSecret(token), endsAt };
    },
    async find(token) {
      const now = clock.now();
      const { rows } = await db.query<SessionRow>(
        `update staff_session set used_at = $2 where token_hash = $1 and ends_at > $2 and used_at > $3
         returning ${COLUMNS}`,
        [hashToken(token), now, now - SESSION_IDLE_MS],
      );
      return describe(token, rows[0]);
    },
    async peek(token) {
      const now = clock.now();
      const { rows } = await db.query<SessionRow>(
        `select ${COLUMNS} from staff_session where token_hash = $1 and ends_at > $2 and used_at > $3`,
        [hashToken(token), now, now - SESSION_IDLE_MS],
      );
      return describe(token, rows[0]);
    },
    async end(token, reason) {
      await db.tx(async (sql) => {
        const { rows } = await sql.query<SessionRow>(
          'delete from staff_session where token_hash = $1 returning staff_id',
          [hashToken(token)],
        );
        const id = rows[0]?.staff_id;
        if (!id) return;
        if (reason === undefined) await audit(sql, 'staff.signedOut', id);
        else await audit(sql, 'staff.sessionsEnded', id, { by: { kind: 'system' }, detail: { reason } });
      });
    },
    async endAll(id, by) {
      await db.tx(async (sql) => {
        const { count } = await sql.query('delete from staff_session where staff_id = $1', [id]);
        await sql.query('delete from staff_second_step where staff_id = $1', [id]);
        await audit(sql, 'staff.sessionsEnded', id, { by, detail: { count } });
      });
    },
    async count() {
      const now = clock.now();
      const { rows } = await db.query<{ staff_id: StaffId; amount: number }>(
        'select staff_id, count(*) as amount from staff_session where ends_at > $1 and used_at > $2 group by staff_id',
        [now, now - SESSION_IDLE_MS],
      );
      return new Map(rows.map((row) => [row.staff_id, row.amount]));
    },
    async claimCheck(token) {
      const hash = hashToken(token);
      const now = clock.now();
      const { rows } = await db.query<{ sealed: string }>(
        `update staff_session set checking_until = $2
         where token_hash = $1 and checking_until <= $3 and sealed is not null returning sealed`,
        [hash, now + CHECK_LEASE_MS, now],
      );
      return rows[0] && keyring.open(rows[0].sealed, refreshContext(hash));
    },
    async confirmCheck(token, refreshToken) {
      const hash = hashToken(token);
      await db.query(
        'update staff_session set checked_at = $2, checking_until = 0, key_id = $3, sealed = $4 where token_hash = $1',
        [hash, clock.now(), keyring.newestKeyId, keyring.seal(refreshToken, refreshContext(hash))],
      );
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
