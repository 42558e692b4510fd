import { createHash } from 'node:crypto';
import type { AuditAction, AuditActor, AuditEntry } from '#src/domain/audit.ts';
import { type Clock, MINUTE_MS } from '#src/domain/clock.ts';
import type { Ids } from '#src/domain/ids.ts';
import type { SecondFactors, SecondStepResult } from '#src/domain/secondFactors.ts';
import type { StaffId } from '#src/domain/staff.ts';
import { createAttempts } from './attempts.ts';
import { createAuditTrail } from './auditTrail.ts';
import { CODE_SECRET_BYTES, describeCodeSecret, encodeCodeSecret, findCodeStep } from './oneTimeCode.ts';
import { createRecoveryCodes, readRecoveryCode } from './recoveryCodes.ts';
import type { Keyring } from './sealing/keyring.ts';
import type { Database, Sql } from './sql.ts';
import { findStaffRow, type StaffRow, toAccount } from './staffRow.ts';

/** Time to find the phone, and the first time to install an app. */
const STEP_MS = 10 * MINUTE_MS;

const TOKEN_BYTES = 32;

/** Where the secret of a member's codes is sealed to. */
export function factorContext(staffId: string): string {
  return `staff_factor:${staffId}:secret:1`;
}

/** Where the secret of an enrolment is sealed to. */
export function secondStepContext(tokenHash: string): string {
  return `staff_second_step:${tokenHash}:secret:1`;
}

interface OpenStep {
  readonly hash: string;
  readonly row: StaffRow;
  /** The secret of an enrolment, as stored. */
  readonly sealed: string;
}

/** One-time codes of local accounts. Secrets are sealed, tokens and recovery codes kept as hashes only. */
export function createSecondFactors(options: {
  readonly db: Database;
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Who resets through this object, unless a call says otherwise. */
  readonly administrator: AuditActor;
}): SecondFactors {
  const { db, keyring, clock, ids, administrator } = options;
  const recoveryCodes = createRecoveryCodes(keyring, ids);

  async function audit(
    sql: Sql,
    actor: AuditActor,
    action: AuditAction,
    subject: StaffId,
    detail?: AuditEntry['detail'],
  ): Promise<void> {
    await createAuditTrail(sql, clock).append({ actor, action, subject, ...(detail ? { detail } : {}) });
  }

  async function findStep(sql: Sql, token: string): Promise<OpenStep | undefined> {
    const hash = hashToken(token);
    const { rows } = await sql.query<{ staff_id: StaffId; sealed: string }>(
      'select staff_id, sealed from staff_second_step where token_hash = $1 and expires_at > $2',
      [hash, clock.now()],
    );
    const row = rows[0] && (await findStaffRow(sql, 'id', rows[0].staff_id));
    if (!rows[0] || !row || row.is_disabled === 1) return undefined;
    return { hash, row, sealed: rows[0].sealed };
  }

  /** Learns the secret of a new app, if the first code shows that the app has it. @returns new recovery codes. */
  async function enrol(sql: Sql, step: OpenStep, code: string): Promise<readonly string[] | undefined> {
    const secret = keyring.open(step.sealed, secondStepContext(step.hash));
    const at = findCodeStep(secret, code, clock.now());
    if (at === undefined) return undefined;
    const { id } = step.row;
    await sql.query(
      'insert into staff_factor (staff_id, key_id, sealed, last_step, set_at) values ($1, $2, $3, $4, $5)',
      [id, keyring.newestKeyId, keyring.seal(secret, factorContext(id)), at, clock.now()],
    );
    const codes = await recoveryCodes.replace(sql, id);
    await audit(sql, { kind: 'staff', id }, 'staff.secondFactorSet', id);
    return codes;
  }

  /** Each code opens once: the half minute it belongs to must be later than any used before. */
  async function isRightCode(sql: Sql, id: StaffId, code: string): Promise<boolean> {
    const { rows } = await sql.query<{ sealed: string }>('select sealed from staff_factor where staff_id = $1', [id]);
    const secret = rows[0] && keyring.open(rows[0].sealed, factorContext(id));
    const at = secret === undefined ? undefined : findCodeStep(secret, code, clock.now());
    if (at === undefined) return false;
    const { count } = await sql.query('update staff_factor set last_step = $2 where staff_id = $1 and last_step < $2', [
      id,
      at,
    ]);
    return count === 1;
  }

  async function accept(sql: Sql, step: OpenStep, typed: string): Promise<SecondStepResult | undefined> {
    const code = typed.replaceAll(/[\s-]/g, '');
    const member = toAccount(step.row);
    if (!member.hasSecondFactor) {
      const codes = await enrol(sql, step, code);
      const enrolled = { ...member, hasSecondFactor: true };
      return codes && { kind: 'accepted', member: enrolled, through: 'code', recoveryCodes: codes };
    }
    if (await isRightCode(sql, member.id, code)) {
      return { kind: 'accepted', member, through: 'code', recoveryCodes: [] };
    }
    const recoveryCode = readRecoveryCode(code);
    if (recoveryCode !== undefined && (await recoveryCodes.use(sql, member.id, recoveryCode))) {
      return { kind: 'accepted', member, through: 'recoveryCode', recoveryCodes: [] };
    }
    return undefined;
  }

  return {
    async begin(id) {
      const token = Buffer.from(ids.bytes(TOKEN_BYTES)).toString('base64url');
      const hash = hashToken(token);
      const secret = encodeCodeSecret(ids.bytes(CODE_SECRET_BYTES));
      await db.query(
        'insert into staff_second_step (token_hash, staff_id, key_id, sealed, expires_at) values ($1, $2, $3, $4, $5)',
        [hash, id, keyring.newestKeyId, keyring.seal(secret, secondStepContext(hash)), clock.now() + STEP_MS],
      );
      return { token };
    },
    async find(token) {
      const step = await findStep(db, token);
      if (!step) return undefined;
      const member = toAccount(step.row);
      if (member.hasSecondFactor) return { kind: 'code', member };
      const secret = keyring.open(step.sealed, secondStepContext(step.hash));
      return { kind: 'enrol', member, secret, uri: describeCodeSecret(secret, member.login) };
    },
    answer: (token, code) =>
      db.tx(async (sql) => {
        const step = await findStep(sql, token);
        if (!step) return { kind: 'ended' };
        const { id } = step.row;
        const attempts = createAttempts(sql, keyring, clock, 'secondFactor');
        const { lockedUntil, isLockStart } = await attempts.begin(id);
        if (isLockStart) await audit(sql, { kind: 'system' }, 'staff.locked', id, { step: 'secondFactor' });
        if (lockedUntil !== undefined) return { kind: 'locked', retryAt: lockedUntil };
        const result = await accept(sql, step, code);
        if (!result) {
          await audit(sql, { kind: 'system' }, 'staff.signInFailed', id, { step: 'secondFactor' });
          return { kind: 'rejected' };
        }
        await attempts.clear(id);
        await sql.query('delete from staff_second_step where token_hash = $1', [step.hash]);
        return result;
      }),
    reset: (login, by) =>
      db.tx(async (sql) => {
        const row = await findStaffRow(sql, 'login', login.trim().toLowerCase());
        if (!row) return false;
        for (const table of ['staff_factor', 'staff_recovery_code', 'staff_second_step', 'staff_session']) {
          await sql.query(`delete from ${table} where staff_id = $1`, [row.id]);
        }
        await createAttempts(sql, keyring, clock, 'secondFactor').clear(row.id);
        await audit(sql, by ?? administrator, 'staff.secondFactorReset', row.id);
        return true;
      }),
  };
}

function hashToken(token: string): string {
  return createHash('sha256').update(`second-step|${token}`).digest('hex');
}
