import type { AuditActor } from './audit.ts';
import type { StaffRights } from './groupGrants.ts';
import type { StaffIdentity } from './identityProvider.ts';
import type { OfficeScope } from './office.ts';
import type { StaffAccount, StaffId, StaffRole } from './staff.ts';

export interface NewStaffMember {
  readonly login: string;
  readonly displayName: string;
  readonly roles: readonly StaffRole[];
  readonly office: OfficeScope;
  readonly password: string;
}

type SignInResult =
  | { readonly kind: 'accepted'; readonly member: StaffAccount }
  /** Unknown login, wrong password, disabled account or one of the identity provider: told apart by nobody. */
  | { readonly kind: 'rejected' }
  | { readonly kind: 'locked'; readonly retryAt: number };

/** The accounts of staff. Every change and every failed sign-in is audited; the session audits the successful one. */
export interface StaffDirectory {
  /** Checks login and password with the same work for unknown logins; five failures lock the login for 15 minutes. */
  signIn(login: string, password: string): Promise<SignInResult>;
  /**
   * The account of somebody the identity provider vouches for: made at the first sign-in, then kept up to date with
   * name and rights. `undefined` if an administrator has disabled it here.
   */
  admit(identity: StaffIdentity, rights: StaffRights): Promise<StaffAccount | undefined>;
  find(id: StaffId): Promise<StaffAccount | undefined>;
  findByLogin(login: string): Promise<StaffAccount | undefined>;
  list(): Promise<readonly StaffAccount[]>;
  /** @throws {InvalidStaffAccountError} if the login is taken or the password too short. */
  add(member: NewStaffMember): Promise<StaffAccount>;
  /** Disables the account and ends its sessions. @returns false if there is no such account. */
  disable(login: string, by?: AuditActor): Promise<boolean>;
  /** Lets a disabled account in again. @returns false if there is no such account. */
  enable(login: string, by?: AuditActor): Promise<boolean>;
  /** Sets a new password, enables the account and ends its sessions. @returns false if there is no such local account. */
  resetPassword(login: string, password: string): Promise<boolean>;
}

/** An account that may not be stored as described. `code` says what to change. */
export class InvalidStaffAccountError extends Error {
  override readonly name = 'InvalidStaffAccountError';
  readonly code: 'login_invalid' | 'login_taken' | 'password_too_short' | 'password_too_long' | 'role_missing';

  constructor(code: InvalidStaffAccountError['code']) {
    super(`The staff account was not stored: ${code}`);
    this.code = code;
  }
}
