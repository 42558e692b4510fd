import { createHash } from 'node:crypto';
import { grantRights } from '#src/domain/groupGrants.ts';
import { defineRoute, type HttpRequest, type HttpResponse, type Route } from '#src/domain/httpRoute.ts';
import type { SignInSecrets } from '#src/domain/identityProvider.ts';
import type { ConsoleKey } from '#src/i18n/keys.ts';
import type { ConsoleOptions, SignInRules } from '../consoleOptions.ts';
import { explainOutage } from '../page/explainOutage.ts';
import { renderMessagePage } from '../page/messagePage.ts';
import { createPageContext } from '../page/pageContext.ts';
import { pageResponse, redirectTo } from '../page/respond.ts';
import { completeSignIn } from './completeSignIn.ts';
import { safeNextPage } from './nextPage.ts';
import { providerCookie, readProviderCookie } from './sessionCookie.ts';

/** Where the identity provider sends the browser back to; to be registered there. */
export const PROVIDER_CALLBACK_PATH = '/staff/sign-in/callback';

type Provider = NonNullable<SignInRules['provider']>;
type Refusal = 'unavailable' | 'tooMany' | 'rejected' | 'noGroup' | 'disabled' | 'noRenewal';

const STATUS: Readonly<Record<Refusal, number>> = {
  unavailable: 503,
  tooMany: 429,
  rejected: 401,
  noGroup: 403,
  disabled: 403,
  noRenewal: 403,
};

/** Sign-in through the organisation's identity provider: out to its page, and back with a code (M-15). */
export function createProviderRoutes(options: ConsoleOptions, provider: Provider): readonly Route[] {
  const route = (path: string, handle: typeof leave): Route =>
    defineRoute<'public'>({
      method: 'GET',
      path,
      auth: 'public',
      headerClass: 'staffPage',
      handle: (request) =>
        explainOutage(createPageContext(options, request), undefined, async () => {
          const limit = options.limits.take('networkSignIns', request.clientNetwork);
          if (limit.kind === 'allowed') return handle(options, provider, request);
          return refuse(options, request, 'tooMany', { 'retry-after': String(limit.retryAfterSeconds) });
        }),
    });
  // A link, not a form: the policy of our pages lets no form lead to another site, not even by a redirect.
  return [route('/staff/sign-in/provider', leave), route(PROVIDER_CALLBACK_PATH, comeBack)];
}

async function leave(
  options: ConsoleOptions,
  { identity }: Provider,
  request: HttpRequest<'public'>,
): Promise<HttpResponse> {
  const secret = Buffer.from(options.ids.bytes(32)).toString('base64url');
  const address = await identity.begin(deriveSecrets(secret));
  if (!address) {
    options.logger.error('identity provider did not answer', { code: 'provider_unreachable' });
    return refuse(options, request, 'unavailable');
  }
  const next = safeNextPage(request.query.get('next') ?? undefined);
  return redirectTo(address.href, { 'set-cookie': providerCookie(request, secret, next) });
}

async function comeBack(
  options: ConsoleOptions,
  { identity: provider, grants }: Provider,
  request: HttpRequest<'public'>,
): Promise<HttpResponse> {
  // Whatever happens, this attempt is over.
  const headers = { 'set-cookie': providerCookie(request, undefined) };
  const begun = readProviderCookie(request);
  // An answer that this browser never asked for: somebody wants it to be signed in as somebody else.
  if (!begun) return reject(options, request, 'rejected', 'no_attempt', headers);

  const result = await provider.finish(request.query, deriveSecrets(begun.secret));
  if (result.kind === 'unavailable') return reject(options, request, 'unavailable', result.code, headers);
  if (result.kind === 'rejected') return reject(options, request, 'rejected', result.code, headers);
  const { identity, refreshToken } = result;
  if (refreshToken === undefined) return reject(options, request, 'noRenewal', 'no_refresh_token', headers);
  const rights = grantRights(grants, identity.groups);
  if (!rights) return reject(options, request, 'noGroup', 'no_group', headers);
  const member = await options.directory.admit(identity, rights);
  if (!member) return reject(options, request, 'disabled', 'account_disabled', headers);

  const cookies = await completeSignIn(options, request, member, { through: 'provider', refreshToken });
  return redirectTo(safeNextPage(begun.next) ?? '/staff', { 'set-cookie': cookies });
}

/** Three secrets from the one in the cookie, so that nothing needs to be stored until the browser is back. */
function deriveSecrets(secret: string): SignInSecrets {
  const derive = (purpose: string): string => createHash('sha256').update(`${purpose}|${secret}`).digest('base64url');
  return { state: derive('state'), nonce: derive('nonce'), verifier: derive('verifier') };
}

/** Says no, and leaves a trace: the trail names nobody who has no account here. */
async function reject(
  options: ConsoleOptions,
  request: HttpRequest<'public'>,
  refusal: Refusal,
  code: string,
  headers: HttpResponse['headers'],
): Promise<HttpResponse> {
  options.logger.warn('sign-in through the identity provider failed', { code });
  await options.audit.record({
    actor: { kind: 'system' },
    action: 'staff.signInFailed',
    subject: '',
    detail: { through: 'provider', reason: refusal },
  });
  return refuse(options, request, refusal, headers);
}

function refuse(
  options: ConsoleOptions,
  request: HttpRequest<'public'>,
  refusal: Refusal,
  headers?: HttpResponse['headers'],
): HttpResponse {
  const context = { ...createPageContext(options, request), returnTo: '/staff' };
  const { t } = context;
  const text = t(`provider.${refusal}` satisfies ConsoleKey);
  return pageResponse(STATUS[refusal], renderMessagePage(context, { title: t('provider.failed'), text }), headers);
}
