import type { Brand } from './brand.ts';
import type { OfficeScope } from './office.ts';

export type StaffId = Brand<string, 'StaffId'>;

/** What a staff member may do; one person may have several roles. */
export const STAFF_ROLES = ['counsellor', 'lead', 'editor', 'auditor', 'administrator'] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

/** Somebody who works for IOM and may sign in to the console. */
export interface StaffMember {
  readonly id: StaffId;
  /** What the person types to sign in, in lower case: usually the office e-mail address. */
  readonly login: string;
  readonly displayName: string;
  readonly roles: readonly StaffRole[];
  readonly office: OfficeScope;
  readonly isDisabled: boolean;
  readonly createdAt: number;
}

/** An account as it is kept: how its member proves who they are. */
export interface StaffAccount extends StaffMember {
  /** `password`: a local account. `provider`: the organisation's identity provider vouches for the member. */
  readonly signsInBy: 'password' | 'provider';
  /** The member has set up one-time codes. */
  readonly hasSecondFactor: boolean;
}

/** Shortest password of a staff account, in code points (ASVS 6.2.1, raised to 15). */
export const MIN_PASSWORD_LENGTH = 15;

/** Longest password that is hashed, in code points: enough for any sentence, too short to waste our time with. */
export const MAX_PASSWORD_LENGTH = 256;

/** True for a value that names a role. */
export function isStaffRole(value: string): value is StaffRole {
  return (STAFF_ROLES as readonly string[]).includes(value);
}

/** True if the member may see and work on contact requests. */
export function mayWorkOnRequests(member: Pick<StaffMember, 'roles'>): boolean {
  return member.roles.includes('counsellor') || member.roles.includes('lead');
}
