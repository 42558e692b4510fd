import * as oidc from 'openid-client';
import { z } from 'zod';
import type { IdentityProvider, IdentityResult, StaffIdentity } from '#src/domain/identityProvider.ts';
import { cappedFetch } from './cappedFetch.ts';

export interface OidcProviderOptions {
  /** As the provider calls itself; its settings are read from `/.well-known/openid-configuration` below it. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Our address that the browser comes back to; the provider must know it. */
  readonly redirectUrl: string;
  /** Seconds that one call may take; ten unless told (M-13). */
  readonly timeoutSeconds?: number;
}

/** `offline_access`: without a refresh token nobody could ask again whether the person still belongs here. */
const SCOPE = 'openid profile email offline_access';

/** What we read of an ID token or of the user information; everything else is dropped. */
const CLAIMS = z.object({
  sub: z.string().min(1).max(255),
  name: z.string().optional().catch(undefined),
  preferred_username: z.string().optional().catch(undefined),
  email: z.string().optional().catch(undefined),
  groups: z
    .union([z.array(z.string()).max(1_000), z.string().transform((group) => [group])])
    .optional()
    .catch(undefined),
});

type Claims = z.infer<typeof CLAIMS>;
type Tokens = Awaited<ReturnType<typeof oidc.refreshTokenGrant>>;

/** Asks an OpenID Connect provider. State, nonce, audience, issuer, times and signature are checked by openid-client. */
export function createOidcProvider(options: OidcProviderOptions): IdentityProvider {
  let discovered: Promise<oidc.Configuration> | undefined;

  /** The provider's settings, read once; a provider that was away is asked again by the next sign-in. */
  function discover(): Promise<oidc.Configuration> {
    discovered ??= oidc
      .discovery(new URL(options.issuer), options.clientId, options.clientSecret, undefined, {
        [oidc.customFetch]: cappedFetch,
        timeout: options.timeoutSeconds ?? 10,
        execute: [
          // The library trusts TLS for ID tokens that come straight from the provider. We want the signature too (ASVS 6.8.2).
          oidc.enableNonRepudiationChecks,
          // Configuration allows http on the loopback address only.
          ...(options.issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : []),
        ],
      })
      .catch((error: unknown) => {
        discovered = undefined;
        throw error;
      });
    return discovered;
  }

  async function identify(config: oidc.Configuration, tokens: Tokens): Promise<IdentityResult> {
    const token = tokens.claims();
    const fromToken = token && CLAIMS.parse(token);
    const claims = fromToken?.groups ? fromToken : await completeClaims(config, tokens, fromToken);
    const identity: StaffIdentity = {
      issuer: config.serverMetadata().issuer,
      subject: claims.sub,
      displayName: claims.name ?? claims.preferred_username ?? claims.email ?? claims.sub,
      login: claims.email ?? claims.preferred_username,
      groups: claims.groups ?? [],
    };
    return { kind: 'identified', identity, refreshToken: tokens.refresh_token };
  }

  return {
    async begin({ state, nonce, verifier }) {
      try {
        return oidc.buildAuthorizationUrl(await discover(), {
          redirect_uri: options.redirectUrl,
          scope: SCOPE,
          state,
          nonce,
          code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
        });
      } catch {
        return undefined;
      }
    },
    async finish(query, { state, nonce, verifier }) {
      const address = new URL(options.redirectUrl);
      address.search = query.toString();
      try {
        const config = await discover();
        const tokens = await oidc.authorizationCodeGrant(config, address, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        });
        return await identify(config, tokens);
      } catch (error) {
        return describeFailure(error);
      }
    },
    async renew(refreshToken) {
      try {
        const config = await discover();
        const tokens = await oidc.refreshTokenGrant(config, refreshToken);
        const result = await identify(config, tokens);
        // A provider that does not rotate refresh tokens lets us keep the old one.
        return result.kind === 'identified' ? { ...result, refreshToken: result.refreshToken ?? refreshToken } : result;
      } catch (error) {
        return describeFailure(error);
      }
    },
  };
}

/** Many providers put groups into the user information only, and some send no ID token with a renewal. */
async function completeClaims(config: oidc.Configuration, tokens: Tokens, known?: Claims): Promise<Claims> {
  if (known && config.serverMetadata().userinfo_endpoint === undefined) return known;
  const info = await oidc.fetchUserInfo(config, tokens.access_token, known?.sub ?? oidc.skipSubjectCheck);
  return { ...CLAIMS.parse(info), ...dropMissing(known) };
}

function dropMissing(claims: Claims | undefined): Partial<Claims> {
  return Object.fromEntries(Object.entries(claims ?? {}).filter(([, value]) => value !== undefined));
}

/**
 * The provider's “no” and every failed check are final. Silence, a server error and a length beyond reason are not: the
 * provider may be itself again in a minute.
 */
function describeFailure(error: unknown): IdentityResult {
  if (error instanceof oidc.ResponseBodyError) {
    const isServerError = error.status >= 500 || error.error === 'temporarily_unavailable';
    return { kind: isServerError ? 'unavailable' : 'rejected', code: error.error };
  }
  if (error instanceof oidc.AuthorizationResponseError) return { kind: 'rejected', code: error.error };
  if (error instanceof oidc.WWWAuthenticateChallengeError) return { kind: 'rejected', code: 'userinfo_refused' };
  if (error instanceof z.ZodError) return { kind: 'rejected', code: 'claims_malformed' };
  const code = error instanceof oidc.ClientError ? error.code : undefined;
  if (code !== undefined && FAILED_CHECKS.has(code)) return { kind: 'rejected', code };
  return { kind: 'unavailable', code: code ?? 'provider_unreachable' };
}

/** Codes of openid-client for answers that came, and are not to be believed. */
const FAILED_CHECKS: ReadonlySet<string> = new Set([
  'OAUTH_INVALID_RESPONSE',
  'OAUTH_JWT_CLAIM_COMPARISON_FAILED',
  'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED',
  'OAUTH_JWT_TIMESTAMP_CHECK_FAILED',
  'OAUTH_MISSING_SERVER_METADATA',
  'OAUTH_UNSUPPORTED_OPERATION',
]);
