/** Somebody the organisation's identity provider vouches for. */
export interface StaffIdentity {
  /** Together with `subject` the one name of the person that never changes and is never given to another. */
  readonly issuer: string;
  readonly subject: string;
  readonly displayName: string;
  /** What colleagues know the person by, usually the e-mail address. For lists only, never for recognition. */
  readonly login: string | undefined;
  readonly groups: readonly string[];
}

/** What binds an answer of the provider to the browser that asked (state, nonce and PKCE verifier). */
export interface SignInSecrets {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export type IdentityResult =
  | {
      readonly kind: 'identified';
      readonly identity: StaffIdentity;
      /** Asks again whether the person still belongs here. */
      readonly refreshToken: string | undefined;
    }
  /** The answer is forged, used up or meant for somebody else, or the provider said no. `code` is for the log. */
  | { readonly kind: 'rejected'; readonly code: string }
  /** The provider did not answer within ten seconds, or with nonsense. */
  | { readonly kind: 'unavailable'; readonly code: string };

/** Sign-in through the organisation's identity provider: OpenID Connect, authorisation code with PKCE (M-15). */
export interface IdentityProvider {
  /** The provider's page to send the browser to; `undefined` if the provider does not answer. */
  begin(secrets: SignInSecrets): Promise<URL | undefined>;
  /** Exchanges the code that came back with the browser, once. `query`: what the provider added to our address. */
  finish(query: URLSearchParams, secrets: SignInSecrets): Promise<IdentityResult>;
  /** Asks whether the person is still who they were, and in which groups. */
  renew(refreshToken: string): Promise<IdentityResult>;
}
