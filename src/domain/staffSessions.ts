import type { StaffId, StaffMember } from './staff.ts';

/** A signed-in staff member's session. */
export interface StaffSession {
  /** The account as it is now: a disabled account has no session. */
  readonly member: StaffMember;
  /** The value that every changing request must repeat (M-17). */
  readonly csrfSecret: string;
  readonly startedAt: number;
  /** When the session ends even if it is used: eight hours after the start. */
  readonly endsAt: number;
}

/** Sessions of the console (M-16). The token goes into the cookie; only its hash is stored. */
export interface StaffSessions {
  start(id: StaffId): Promise<{ readonly token: string; readonly csrfSecret: string; readonly endsAt: number }>;
  /** The live session of a token, counted as used now; `undefined` if idle for 15 minutes, older than 8 hours or ended. */
  find(token: string): Promise<StaffSession | undefined>;
  /** The same, but not counted as used: a page that refreshes itself is nobody's presence. */
  peek(token: string): Promise<StaffSession | undefined>;
  end(token: string): Promise<void>;
  /** Ends every session of a member: “sign out everywhere”. */
  endAll(id: StaffId): Promise<void>;
}
