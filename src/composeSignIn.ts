import type { AppConfig } from './config/config.ts';
import type { SignInRules } from './console/consoleOptions.ts';
import { createOidcProvider } from './console/identity/oidcProvider.ts';
import { PROVIDER_CALLBACK_PATH } from './console/session/providerRoutes.ts';
import { mayWorkOnRequests } from './domain/staff.ts';
import type { StaffDirectory } from './domain/staffDirectory.ts';

/** How staff come in, as configured: passwords, the organisation's identity provider, or both on a bad day. */
export function composeSignIn({ staffSignIn }: Pick<AppConfig, 'staffSignIn'>): SignInRules {
  const { provider, hasBreakGlass, isSecondFactorRequired } = staffSignIn;
  if (!provider) return { provider: undefined, passwords: 'on', isSecondFactorRequired };
  const { publicUrl, grants, ...client } = provider;
  const identity = createOidcProvider({ ...client, redirectUrl: publicUrl + PROVIDER_CALLBACK_PATH });
  return { provider: { identity, grants }, passwords: hasBreakGlass ? 'breakGlass' : 'off', isSecondFactorRequired };
}

/**
 * In operation somebody must be able to read the requests (M-47): a local account, or whoever the provider names.
 * @throws {Error} that says what to do.
 */
export async function requireStaffLogin(
  { staffSignIn }: Pick<AppConfig, 'staffSignIn'>,
  directory: Pick<StaffDirectory, 'list'>,
): Promise<void> {
  if (staffSignIn.provider) return;
  const members = await directory.list();
  if (members.some((member) => !member.isDisabled && mayWorkOnRequests(member))) return;
  throw new Error('No staff member can sign in: add one with npm run staff -- add');
}
