import { type Clock, MINUTE_MS } from '#src/domain/clock.ts';
import { type GroupGrant, grantRights } from '#src/domain/groupGrants.ts';
import type { IdentityProvider } from '#src/domain/identityProvider.ts';
import type { Logger } from '#src/domain/logger.ts';
import type { StaffDirectory } from '#src/domain/staffDirectory.ts';
import type { SessionEnd, StaffSession, StaffSessions } from '#src/domain/staffSessions.ts';

/** The provider is asked again by the first request after this time … */
const CHECK_AFTER_MS = 2 * MINUTE_MS;

/** … and a session ends if the provider has not vouched for its member for this long (ASVS 7.4.2). */
const TRUST_MS = 5 * MINUTE_MS;

/** What asking again needs. */
export interface Voucher {
  readonly identity: IdentityProvider;
  readonly grants: readonly GroupGrant[];
}

export interface VouchedSessionOptions {
  readonly sessions: StaffSessions;
  readonly directory: Pick<StaffDirectory, 'admit'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Absent where nobody signs in through a provider; then no session of one lives on. */
  readonly voucher: Voucher | undefined;
}

/**
 * Sessions that live only as long as the identity provider knows the member: whoever was taken out of the groups is out
 * within five minutes, and changed rights hold from the next check on. When the provider is silent for five minutes its
 * sessions end: a desk that is closed for a while is better than one open to somebody who was dismissed.
 */
export function createVouchedSessions(options: VouchedSessionOptions): StaffSessions {
  const { sessions, directory, clock, logger, voucher } = options;
  const running = new Map<string, Promise<void>>();

  async function vouch(token: string, session: StaffSession | undefined): Promise<StaffSession | undefined> {
    if (session?.checkedAt === undefined) return session;
    if (clock.now() - session.checkedAt < CHECK_AFTER_MS) return session;
    // Parallel requests of one page wait for the same answer: a refresh token may work only once.
    const check = running.get(token) ?? ask(token, session).finally(() => running.delete(token));
    running.set(token, check);
    await check;
    return sessions.peek(token);
  }

  async function ask(token: string, session: StaffSession): Promise<void> {
    if (!voucher) return sessions.end(token, 'providerRefused');
    const refreshToken = await sessions.claimCheck(token);
    if (refreshToken === undefined) return; // Another replica asks at this moment; it will end the session if it must.
    const result = await voucher.identity.renew(refreshToken);
    switch (result.kind) {
      case 'identified': {
        const rights = grantRights(voucher.grants, result.identity.groups);
        const member = rights && (await directory.admit(result.identity, rights));
        if (member?.id !== session.member.id) return end(token, session, 'providerRefused', 'no_group');
        return sessions.confirmCheck(token, result.refreshToken ?? refreshToken);
      }
      case 'rejected':
        return end(token, session, 'providerRefused', result.code);
      case 'unavailable':
        if (clock.now() - (session.checkedAt ?? 0) < TRUST_MS) {
          logger.warn('identity provider did not vouch for a session yet', { code: result.code });
          return;
        }
        return end(token, session, 'providerSilent', result.code);
    }
  }

  async function end(token: string, { member }: StaffSession, reason: SessionEnd, code: string): Promise<void> {
    logger.warn('session ended: the identity provider does not vouch for it', { code, staffId: member.id });
    await sessions.end(token, reason);
  }

  return {
    ...sessions,
    find: async (token) => vouch(token, await sessions.find(token)),
    peek: async (token) => vouch(token, await sessions.peek(token)),
  };
}
