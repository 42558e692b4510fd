import type { AuditActor } from './audit.ts';
import type { StaffAccount, StaffId } from './staff.ts';

/** A signed-in staff member's session. */
export interface StaffSession {
  /** The account as it is now: a disabled account has no session. */
  readonly member: StaffAccount;
  /** The value that every changing request must repeat (M-17). */
  readonly csrfSecret: string;
  readonly startedAt: number;
  /** When the session ends even if it is used: eight hours after the start. */
  readonly endsAt: number;
  /** When the identity provider last vouched for the member; `undefined` for local accounts. */
  readonly checkedAt: number | undefined;
}

/** How somebody proved who they are. */
export type SignInProof =
  | { readonly through: 'password' | 'code' | 'recoveryCode' }
  | { readonly through: 'provider'; readonly refreshToken: string };

/** Why a session ended, if the member did not sign out. */
export type SessionEnd = 'providerRefused' | 'providerSilent';

/** Sessions of the console (M-16). The token goes into the cookie; only its hash is stored. */
export interface StaffSessions {
  /** Starts a session and writes the sign-in to the audit trail. */
  start(
    id: StaffId,
    proof: SignInProof,
  ): Promise<{ readonly token: string; readonly csrfSecret: string; readonly endsAt: number }>;
  /** The live session of a token, counted as used now; `undefined` if idle for 15 minutes, older than 8 hours or ended. */
  find(token: string): Promise<StaffSession | undefined>;
  /** The same, but not counted as used: a page that refreshes itself is nobody's presence. */
  peek(token: string): Promise<StaffSession | undefined>;
  end(token: string, reason?: SessionEnd): Promise<void>;
  /** Ends every session of a member: “sign out everywhere”. `by`: the member, unless told. */
  endAll(id: StaffId, by?: AuditActor): Promise<void>;
  /** How many sessions each member has now; members without one are left out. */
  count(): Promise<ReadonlyMap<StaffId, number>>;
  /**
   * Takes over to ask the identity provider about a session, for 15 seconds.
   * @returns what to ask it with; `undefined` if somebody else is at it, or the session is none of the provider's.
   */
  claimCheck(token: string): Promise<string | undefined>;
  /** The provider vouches for the member again. */
  confirmCheck(token: string, refreshToken: string): Promise<void>;
}
