import type { AuditAction, AuditActor } from '#src/domain/audit.ts';
import type { Clock } from '#src/domain/clock.ts';
import type { Ids } from '#src/domain/ids.ts';
import type { OfficeScope } from '#src/domain/office.ts';
import type { SecretHasher } from '#src/domain/secretHasher.ts';
import {
  isStaffRole,
  MAX_PASSWORD_LENGTH,
  MIN_PASSWORD_LENGTH,
  type StaffId,
  type StaffMember,
} from '#src/domain/staff.ts';
import { InvalidStaffAccountError, type NewStaffMember, type StaffDirectory } from '#src/domain/staffDirectory.ts';
import { createAttempts } from './attempts.ts';
import { createAuditTrail } from './auditTrail.ts';
import type { Keyring } from './sealing/keyring.ts';
import type { Database, Sql } from './sql.ts';

export interface StaffDirectoryOptions {
  readonly db: Database;
  readonly keyring: Keyring;
  readonly hasher: SecretHasher;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Who adds and disables accounts through this object. */
  readonly administrator: AuditActor;
}

const LOGIN = /^[a-z0-9][a-z0-9._%+@-]{2,99}$/;

interface StaffRow {
  readonly id: StaffId;
  readonly login: string;
  readonly display_name: string;
  readonly roles: string;
  readonly office: OfficeScope;
  readonly is_disabled: number;
  readonly created_at: number;
  readonly password_hash: string;
}

/** Local staff accounts with argon2id passwords. */
export function createStaffDirectory(options: StaffDirectoryOptions): StaffDirectory {
  const { db, keyring, hasher, clock, ids, administrator } = options;

  async function findRow(sql: Sql, column: 'id' | 'login', value: string): Promise<StaffRow | undefined> {
    return (await sql.query<StaffRow>(`select * from staff where ${column} = $1`, [value])).rows[0];
  }

  async function audit(sql: Sql, actor: AuditActor, action: AuditAction, subject: string): Promise<void> {
    await createAuditTrail(sql, clock).append({ actor, action, subject });
  }

  /** Changes an account, ends its sessions and says so in the trail. */
  async function change(
    login: string,
    set: string,
    values: readonly (string | number)[],
    action: AuditAction,
  ): Promise<boolean> {
    return db.tx(async (sql) => {
      const row = await findRow(sql, 'login', normaliseLogin(login));
      if (!row) return false;
      await sql.query(`update staff set ${set} where id = $1`, [row.id, ...values]);
      await sql.query('delete from staff_session where staff_id = $1', [row.id]);
      await audit(sql, administrator, action, row.id);
      return true;
    });
  }

  return {
    async signIn(typedLogin, password) {
      const login = normaliseLogin(typedLogin);
      const gate = await db.tx(async (sql) => {
        const attempt = await createAttempts(sql, keyring, clock, 'login').begin(login);
        const row = await findRow(sql, 'login', login);
        if (attempt.isLockStart) await audit(sql, { kind: 'system' }, 'staff.locked', row?.id ?? '');
        return { attempt, row };
      });
      if (gate.attempt.lockedUntil !== undefined) return { kind: 'locked', retryAt: gate.attempt.lockedUntil };
      const isRight = await hasher.verify(password.slice(0, MAX_PASSWORD_LENGTH * 4), gate.row?.password_hash);
      return db.tx(async (sql) => {
        // Read again: the account may have been disabled while we were hashing.
        const row = gate.row && (await findRow(sql, 'id', gate.row.id));
        if (!isRight || !row || row.is_disabled === 1) {
          await audit(sql, { kind: 'system' }, 'staff.signInFailed', gate.row?.id ?? '');
          return { kind: 'rejected' };
        }
        await createAttempts(sql, keyring, clock, 'login').clear(login);
        await audit(sql, { kind: 'staff', id: row.id }, 'staff.signedIn', row.id);
        return { kind: 'signedIn', member: toMember(row) };
      });
    },
    async find(id) {
      const row = await findRow(db, 'id', id);
      return row && toMember(row);
    },
    async findByLogin(login) {
      const row = await findRow(db, 'login', normaliseLogin(login));
      return row && toMember(row);
    },
    async list() {
      return (await db.query<StaffRow>('select * from staff order by login')).rows.map(toMember);
    },
    async add(member) {
      const login = checkAccount(member);
      const passwordHash = await hasher.hash(member.password);
      const id = ids.uuid() as StaffId;
      const now = clock.now();
      await db.tx(async (sql) => {
        const { count } = await sql.query(
          `insert into staff (id, login, display_name, roles, office, password_hash, is_disabled, created_at, password_changed_at)
           values ($1, $2, $3, $4, $5, $6, 0, $7, $7) on conflict (login) do nothing`,
          [id, login, member.displayName.trim(), member.roles.join(' '), member.office, passwordHash, now],
        );
        if (count === 0) throw new InvalidStaffAccountError('login_taken');
        await audit(sql, administrator, 'staff.added', id);
      });
      const { displayName, roles, office } = member;
      return { id, login, displayName: displayName.trim(), roles, office, isDisabled: false, createdAt: now };
    },
    disable: (login) => change(login, 'is_disabled = 1', [], 'staff.disabled'),
    async resetPassword(login, password) {
      checkPassword(password);
      const hash = await hasher.hash(password);
      const set = 'is_disabled = 0, password_hash = $2, password_changed_at = $3';
      const isKnown = await change(login, set, [hash, clock.now()], 'staff.passwordReset');
      if (isKnown) await db.tx((sql) => createAttempts(sql, keyring, clock, 'login').clear(normaliseLogin(login)));
      return isKnown;
    },
  };
}

/** @returns the login as it is stored. @throws {InvalidStaffAccountError} */
function checkAccount(member: NewStaffMember): string {
  const login = normaliseLogin(member.login);
  if (!LOGIN.test(login)) throw new InvalidStaffAccountError('login_invalid');
  if (member.roles.length === 0) throw new InvalidStaffAccountError('role_missing');
  checkPassword(member.password);
  return login;
}

function checkPassword(password: string): void {
  const length = [...password].length;
  if (length < MIN_PASSWORD_LENGTH) throw new InvalidStaffAccountError('password_too_short');
  if (length > MAX_PASSWORD_LENGTH) throw new InvalidStaffAccountError('password_too_long');
}

function normaliseLogin(login: string): string {
  return login.slice(0, 200).normalize('NFKC').trim().toLowerCase();
}

function toMember(row: StaffRow): StaffMember {
  return {
    id: row.id,
    login: row.login,
    displayName: row.display_name,
    roles: row.roles.split(' ').filter(isStaffRole),
    office: row.office,
    isDisabled: row.is_disabled === 1,
    createdAt: row.created_at,
  };
}
