import type { AuditActor } from './audit.ts';
import type { StaffAccount, StaffId } from './staff.ts';

/** What the second step of a sign-in asks for. */
export type SecondStep =
  | { readonly kind: 'code'; readonly member: StaffAccount }
  /** First of all the app on the member's phone must learn the secret. `uri` is the same for its camera. */
  | { readonly kind: 'enrol'; readonly member: StaffAccount; readonly secret: string; readonly uri: string };

export type SecondStepResult =
  | {
      readonly kind: 'accepted';
      readonly member: StaffAccount;
      readonly through: 'code' | 'recoveryCode';
      /** Only after an enrolment: shown once, each opens once. */
      readonly recoveryCodes: readonly string[];
    }
  | { readonly kind: 'rejected' }
  | { readonly kind: 'locked'; readonly retryAt: number }
  /** The step is unknown, over after ten minutes, or the account is disabled. */
  | { readonly kind: 'ended' };

/**
 * One-time codes of local accounts (TOTP, RFC 6238: 30 seconds, one step of tolerance, each code once) and recovery
 * codes. Five wrong codes lock the account's second step for 15 minutes, however many sign-ins are open.
 */
export interface SecondFactors {
  /** Opens the second step for somebody whose password was right. The token belongs into a cookie. */
  begin(id: StaffId): Promise<{ readonly token: string }>;
  find(token: string): Promise<SecondStep | undefined>;
  /** Checks a one-time or recovery code and, if it is right, ends the step. */
  answer(token: string, code: string): Promise<SecondStepResult>;
  /** Takes secret and recovery codes away and ends the account's sessions. @returns false if there is no such account. */
  reset(login: string, by?: AuditActor): Promise<boolean>;
}
