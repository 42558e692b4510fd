import type { HttpRequestHead } from '#src/domain/httpRoute.ts';

type Head = Pick<HttpRequestHead, 'headers' | 'baseUrl'>;

/**
 * Name of a console cookie. Under https it has the `__Host-` prefix: browsers then take it only from this very host,
 * with `Secure` and `Path=/`. Plain http (the demonstration on the loopback address) cannot have that.
 */
function cookieName(head: Head, name: string): string {
  return isSecure(head) ? `__Host-${name}` : name;
}

function isSecure(head: Head): boolean {
  return head.baseUrl.startsWith('https:');
}

const SESSION = 'staff-session';
const SECOND_STEP = 'staff-second-step';
const PROVIDER = 'staff-provider';
const LANGUAGE = 'staff-language';

/** A sign-in that was begun ends with the server's own limit. */
const SIGN_IN_SECONDS = 10 * 60;

/** A year: a preference, no personal data. */
const LANGUAGE_SECONDS = 365 * 24 * 3600;

/** The session token that the browser sent (M-16); `undefined` if there is none or it is no token. */
export function readSessionToken(head: Head): string | undefined {
  return readToken(head, SESSION);
}

/** `set-cookie` that keeps a session in the browser until the tab's browser is closed; the server ends it earlier. */
export function sessionCookie(head: Head, token: string): string {
  return buildCookie(head, SESSION, token);
}

/** `set-cookie` that removes the session from the browser. */
export function endedSessionCookie(head: Head): string {
  return `${buildCookie(head, SESSION, '')}; Max-Age=0`;
}

/** The token of a sign-in whose second step is still to come. */
export function readSecondStepToken(head: Head): string | undefined {
  return readToken(head, SECOND_STEP);
}

/** `set-cookie` that binds the second step to this browser; without a token it removes the cookie. */
export function secondStepCookie(head: Head, token: string | undefined): string {
  return `${buildCookie(head, SECOND_STEP, token ?? '')}; Max-Age=${token === undefined ? 0 : SIGN_IN_SECONDS}`;
}

/** The secret of a sign-in that was sent to the identity provider, and the page to show after it: not yet checked. */
export function readProviderCookie(head: Head): { readonly secret: string; readonly next: string } | undefined {
  const [secret = '', next = ''] = (readCookie(head, cookieName(head, PROVIDER)) ?? '').split('.');
  return /^[\w-]{43}$/.test(secret) ? { secret, next } : undefined;
}

/**
 * `set-cookie` that binds the provider's answer to this browser; without a secret it removes the cookie. `Lax`, because
 * the provider's page leads back to us, and browsers hold a `Strict` cookie back then.
 */
export function providerCookie(head: Head, secret: string | undefined, next = ''): string {
  const value = secret === undefined ? '' : `${secret}.${next}`;
  const age = secret === undefined ? 0 : SIGN_IN_SECONDS;
  return `${buildCookie(head, PROVIDER, value, 'Lax')}; Max-Age=${age}`;
}

/** The language chosen in this browser, as the cookie says: not yet checked. */
export function readLanguage(head: Head): string | undefined {
  return readCookie(head, cookieName(head, LANGUAGE));
}

/** `set-cookie` that keeps the language of the console. */
export function languageCookie(head: Head, locale: string): string {
  return `${buildCookie(head, LANGUAGE, locale)}; Max-Age=${LANGUAGE_SECONDS}`;
}

function buildCookie(head: Head, name: string, value: string, sameSite: 'Strict' | 'Lax' = 'Strict'): string {
  const secure = isSecure(head) ? '; Secure' : '';
  return `${cookieName(head, name)}=${value}; Path=/; HttpOnly; SameSite=${sameSite}${secure}`;
}

function readToken(head: Head, name: string): string | undefined {
  const value = readCookie(head, cookieName(head, name));
  return value !== undefined && /^[\w-]{32,128}$/.test(value) ? value : undefined;
}

function readCookie(head: Head, name: string): string | undefined {
  for (const pair of (head.headers['cookie'] ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}
