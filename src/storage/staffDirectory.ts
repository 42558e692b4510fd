import type { AuditAction, AuditActor, AuditEntry } from '#src/domain/audit.ts';
import { cleanText } from '#src/domain/cleanText.ts';
import type { Clock } from '#src/domain/clock.ts';
import type { StaffRights } from '#src/domain/groupGrants.ts';
import type { StaffIdentity } from '#src/domain/identityProvider.ts';
import type { Ids } from '#src/domain/ids.ts';
import type { SecretHasher } from '#src/domain/secretHasher.ts';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH, type StaffId } from '#src/domain/staff.ts';
import { InvalidStaffAccountError, type NewStaffMember, type StaffDirectory } from '#src/domain/staffDirectory.ts';
import { createAttempts } from './attempts.ts';
import { createAuditTrail } from './auditTrail.ts';
import type { Keyring } from './sealing/keyring.ts';
import type { Database, Sql, SqlValue } from './sql.ts';
import { findStaffByIdentity, findStaffRow, listStaffRows, type StaffRow, toAccount } from './staffRow.ts';

export interface StaffDirectoryOptions {
  readonly db: Database;
  readonly keyring: Keyring;
  readonly hasher: SecretHasher;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Who adds and changes accounts through this object, unless a call says otherwise. */
  readonly administrator: AuditActor;
}

const LOGIN = /^[a-z0-9][a-z0-9._%+@-]{2,99}$/;

/** Longest name taken over from an identity provider, in code points. */
const MAX_NAME_LENGTH = 100;

/** Bytes of the password that nobody knows, of accounts that sign in elsewhere. */
const UNKNOWN_PASSWORD_BYTES = 32;

/** Staff accounts: local ones with argon2id passwords, and those an identity provider vouches for. */
export function createStaffDirectory(options: StaffDirectoryOptions): StaffDirectory {
  const { db, keyring, hasher, clock, ids, administrator } = options;

  async function audit(
    sql: Sql,
    actor: AuditActor,
    action: AuditAction,
    subject: string,
    detail?: AuditEntry['detail'],
  ): Promise<void> {
    await createAuditTrail(sql, clock).append({ actor, action, subject, ...(detail ? { detail } : {}) });
  }

  /** Changes an account, ends its sessions and half sign-ins, and says so in the trail. */
  async function change(
    login: string,
    request: {
      readonly set: string;
      readonly values?: readonly SqlValue[];
      readonly action: AuditAction;
      readonly by?: AuditActor;
      readonly isAllowed?: (row: StaffRow) => boolean;
    },
  ): Promise<boolean> {
    return db.tx(async (sql) => {
      const row = await findStaffRow(sql, 'login', normaliseLogin(login));
      if (!row || request.isAllowed?.(row) === false) return false;
      await sql.query(`update staff set ${request.set} where id = $1`, [row.id, ...(request.values ?? [])]);
      await sql.query('delete from staff_session where staff_id = $1', [row.id]);
      await sql.query('delete from staff_second_step where staff_id = $1', [row.id]);
      await audit(sql, request.by ?? administrator, request.action, row.id);
      return true;
    });
  }

  /** Writes what the provider says today, and tells the trail if it gives other rights than yesterday. */
  async function update(sql: Sql, row: StaffRow, displayName: string, rights: StaffRights): Promise<StaffRow> {
    const roles = rights.roles.join(' ');
    const updated = { ...row, display_name: displayName, roles, office: rights.office };
    if (row.display_name === displayName && row.roles === roles && row.office === rights.office) return row;
    await sql.query('update staff set display_name = $2, roles = $3, office = $4 where id = $1', [
      row.id,
      displayName,
      roles,
      rights.office,
    ]);
    if (row.roles !== roles || row.office !== rights.office) {
      await audit(sql, { kind: 'system' }, 'staff.rightsChanged', row.id, { roles, office: rights.office });
    }
    return updated;
  }

  async function create(
    sql: Sql,
    account: { login: string; displayName: string; rights: StaffRights; passwordHash: string },
    identity?: StaffIdentity,
  ): Promise<StaffRow> {
    const id = ids.uuid() as StaffId;
    const now = clock.now();
    const { login, displayName, rights, passwordHash } = account;
    const { count } = await sql.query(
      `insert into staff (id, login, display_name, roles, office, password_hash, is_disabled, created_at,
         password_changed_at, issuer, subject)
       values ($1, $2, $3, $4, $5, $6, 0, $7, $7, $8, $9) on conflict (login) do nothing`,
      [
        id,
        login,
        displayName,
        rights.roles.join(' '),
        rights.office,
        passwordHash,
        now,
        identity?.issuer ?? null,
        identity?.subject ?? null,
      ],
    );
    if (count === 0) throw new InvalidStaffAccountError('login_taken');
    await audit(sql, identity ? { kind: 'system' } : administrator, 'staff.added', id);
    return (await findStaffRow(sql, 'id', id)) as StaffRow;
  }

  /** What the account is called in lists: the provider's word if it is free and has the form of a login. */
  async function chooseLogin(sql: Sql, { issuer, subject, login: suggested }: StaffIdentity): Promise<string> {
    const login = normaliseLogin(suggested ?? '');
    if (LOGIN.test(login) && !(await findStaffRow(sql, 'login', login))) return login;
    return `sso-${keyring.mark('staff-identity', JSON.stringify([issuer, subject])).slice(0, 16)}`;
  }

  return {
    async signIn(typedLogin, password) {
      const login = normaliseLogin(typedLogin);
      const gate = await db.tx(async (sql) => {
        const attempt = await createAttempts(sql, keyring, clock, 'login').begin(login);
        const row = await findStaffRow(sql, 'login', login);
        if (attempt.isLockStart) await audit(sql, { kind: 'system' }, 'staff.locked', row?.id ?? '');
        return { attempt, row };
      });
      if (gate.attempt.lockedUntil !== undefined) return { kind: 'locked', retryAt: gate.attempt.lockedUntil };
      const isRight = await hasher.verify(password.slice(0, MAX_PASSWORD_LENGTH * 4), gate.row?.password_hash);
      return db.tx(async (sql) => {
        // Read again: the account may have been disabled while we were hashing.
        const row = gate.row && (await findStaffRow(sql, 'id', gate.row.id));
        if (!isRight || !row || row.is_disabled === 1 || row.issuer !== null) {
          await audit(sql, { kind: 'system' }, 'staff.signInFailed', gate.row?.id ?? '');
          return { kind: 'rejected' };
        }
        await createAttempts(sql, keyring, clock, 'login').clear(login);
        return { kind: 'accepted', member: toAccount(row) };
      });
    },
    async admit(identity, rights) {
      const displayName = cleanText(identity.displayName, MAX_NAME_LENGTH).text || identity.subject;
      const known = await findStaffByIdentity(db, identity.issuer, identity.subject);
      // Outside the transaction: hashing is slow.
      const passwordHash = known ? '' : await hasher.hash(randomPassword(ids));
      const row = await db.tx(async (sql) => {
        const found = await findStaffByIdentity(sql, identity.issuer, identity.subject);
        if (found) return found.is_disabled === 1 ? found : update(sql, found, displayName, rights);
        const login = await chooseLogin(sql, identity);
        return create(sql, { login, displayName, rights, passwordHash }, identity);
      });
      return row.is_disabled === 1 ? undefined : toAccount(row);
    },
    async find(id) {
      const row = await findStaffRow(db, 'id', id);
      return row && toAccount(row);
    },
    async findByLogin(login) {
      const row = await findStaffRow(db, 'login', normaliseLogin(login));
      return row && toAccount(row);
    },
    async list() {
      return (await listStaffRows(db)).map(toAccount);
    },
    async add(member) {
      const login = checkAccount(member);
      const passwordHash = await hasher.hash(member.password);
      const displayName = member.displayName.trim();
      return toAccount(await db.tx((sql) => create(sql, { login, displayName, rights: member, passwordHash })));
    },
    disable: (login, by) => change(login, { set: 'is_disabled = 1', action: 'staff.disabled', ...(by ? { by } : {}) }),
    enable: (login, by) => change(login, { set: 'is_disabled = 0', action: 'staff.enabled', ...(by ? { by } : {}) }),
    async resetPassword(login, password) {
      checkPassword(password);
      const isKnown = await change(login, {
        set: 'is_disabled = 0, password_hash = $2, password_changed_at = $3',
        values: [await hasher.hash(password), clock.now()],
        action: 'staff.passwordReset',
        isAllowed: (row) => row.issuer === null,
      });
      if (isKnown) await db.tx((sql) => createAttempts(sql, keyring, clock, 'login').clear(normaliseLogin(login)));
      return isKnown;
    },
  };
}

/** A password for accounts that never sign in with one: nobody has seen it, and its hash costs as much as any other. */
function randomPassword(ids: Ids): string {
  return Buffer.from(ids.bytes(UNKNOWN_PASSWORD_BYTES)).toString('base64');
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
