import type { OfficeScope } from './office.ts';
import type { StaffId, StaffMember, StaffRole } from './staff.ts';

export interface NewStaffMember {
  readonly login: string;
  readonly displayName: string;
  readonly roles: readonly StaffRole[];
  readonly office: OfficeScope;
  readonly password: string;
}

type SignInResult =
  | { readonly kind: 'signedIn'; readonly member: StaffMember }
  /** Unknown login, wrong password or disabled account: told apart by nobody. */
  | { readonly kind: 'rejected' }
  | { readonly kind: 'locked'; readonly retryAt: number };

/** The local accounts of staff. Every change and every sign-in, successful or not, is audited. */
export interface StaffDirectory {
  /** Checks login and password with the same work for unknown logins; five failures lock the login for 15 minutes. */
  signIn(login: string, password: string): Promise<SignInResult>;
  find(id: StaffId): Promise<StaffMember | undefined>;
  findByLogin(login: string): Promise<StaffMember | undefined>;
  list(): Promise<readonly StaffMember[]>;
  /** @throws {InvalidStaffAccountError} if the login is taken or the password too short. */
  add(member: NewStaffMember): Promise<StaffMember>;
  /** Disables the account and ends its sessions. @returns false if there is no such account. */
  disable(login: string): Promise<boolean>;
  /** Sets a new password, enables the account and ends its sessions. @returns false if there is no such account. */
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
