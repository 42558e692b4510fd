import type { HttpRequestHead } from '#src/domain/httpRoute.ts';
import type { StaffAccount } from '#src/domain/staff.ts';
import type { SignInProof } from '#src/domain/staffSessions.ts';
import type { ConsoleOptions } from '../consoleOptions.ts';
import { providerCookie, readSessionToken, secondStepCookie, sessionCookie } from './sessionCookie.ts';

/**
 * The last step of every sign-in. A new session each time, and none left behind: a token that somebody planted or kept
 * is worth nothing. A password beside an identity provider is recorded and alarms first; what could not be recorded
 * does not happen.
 *
 * @returns the `set-cookie` values of the answer.
 */
export async function completeSignIn(
  options: ConsoleOptions,
  request: Pick<HttpRequestHead, 'headers' | 'baseUrl'>,
  member: StaffAccount,
  proof: SignInProof,
): Promise<readonly string[]> {
  if (options.signIn.passwords === 'breakGlass' && proof.through !== 'provider')
    await reportBreakGlass(options, member);
  const oldToken = readSessionToken(request);
  if (oldToken !== undefined) await options.sessions.end(oldToken);
  const { token } = await options.sessions.start(member.id, proof);
  const cookies = [sessionCookie(request, token)];
  if (proof.through === 'provider') cookies.push(providerCookie(request, undefined));
  else if (proof.through !== 'password') cookies.push(secondStepCookie(request, undefined));
  return cookies;
}

async function reportBreakGlass({ audit, alarms, logger }: ConsoleOptions, { id }: StaffAccount): Promise<void> {
  await audit.record({ actor: { kind: 'staff', id }, action: 'staff.breakGlassUsed', subject: id });
  logger.error('alarm: a local password was used beside the identity provider', { staffId: id });
  alarms.raise({ kind: 'breakGlassUsed', staffId: id });
}
