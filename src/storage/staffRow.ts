import type { OfficeScope } from '#src/domain/office.ts';
import { isStaffRole, type StaffAccount, type StaffId } from '#src/domain/staff.ts';
import type { Sql } from './sql.ts';

/** A row of `staff`, as every file that reads accounts sees it. */
export interface StaffRow {
  readonly id: StaffId;
  readonly login: string;
  readonly display_name: string;
  readonly roles: string;
  readonly office: OfficeScope;
  readonly is_disabled: number;
  readonly created_at: number;
  readonly password_hash: string;
  readonly issuer: string | null;
  readonly has_factor: number;
}

const COLUMNS = `id, login, display_name, roles, office, is_disabled, created_at, password_hash, issuer,
  (select count(*) from staff_factor where staff_factor.staff_id = staff.id) as has_factor`;

/** The account with this id or login. */
export async function findStaffRow(sql: Sql, column: 'id' | 'login', value: string): Promise<StaffRow | undefined> {
  return (await sql.query<StaffRow>(`select ${COLUMNS} from staff where ${column} = $1`, [value])).rows[0];
}

/** The account of a person the identity provider knows. */
export async function findStaffByIdentity(sql: Sql, issuer: string, subject: string): Promise<StaffRow | undefined> {
  const { rows } = await sql.query<StaffRow>(`select ${COLUMNS} from staff where issuer = $1 and subject = $2`, [
    issuer,
    subject,
  ]);
  return rows[0];
}

/** All accounts, by login. */
export async function listStaffRows(sql: Sql): Promise<readonly StaffRow[]> {
  return (await sql.query<StaffRow>(`select ${COLUMNS} from staff order by login`)).rows;
}

/** The account as the rest of the program knows it. */
export function toAccount(row: StaffRow): StaffAccount {
  return {
    id: row.id,
    login: row.login,
    displayName: row.display_name,
    roles: row.roles.split(' ').filter(isStaffRole),
    office: row.office,
    isDisabled: row.is_disabled === 1,
    createdAt: row.created_at,
    signsInBy: row.issuer === null ? 'password' : 'provider',
    hasSecondFactor: row.has_factor > 0,
  };
}
