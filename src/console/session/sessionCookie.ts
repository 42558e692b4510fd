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
const LANGUAGE = 'staff-language';

/** A year: a preference, no personal data. */
const LANGUAGE_SECONDS = 365 * 24 * 3600;

/** The session token that the browser sent (M-16); `undefined` if there is none or it is no token. */
export function readSessionToken(head: Head): string | undefined {
  const value = readCookie(head, cookieName(head, SESSION));
  return value !== undefined && /^[\w-]{32,128}$/.test(value) ? value : undefined;
}

/** `set-cookie` that keeps a session in the browser until the tab's browser is closed; the server ends it earlier. */
export function sessionCookie(head: Head, token: string): string {
  return buildCookie(head, SESSION, token);
}

/** `set-cookie` that removes the session from the browser. */
export function endedSessionCookie(head: Head): string {
  return `${buildCookie(head, SESSION, '')}; Max-Age=0`;
}

/** The language chosen in this browser, as the cookie says: not yet checked. */
export function readLanguage(head: Head): string | undefined {
  return readCookie(head, cookieName(head, LANGUAGE));
}

/** `set-cookie` that keeps the language of the console. */
export function languageCookie(head: Head, locale: string): string {
  return `${buildCookie(head, LANGUAGE, locale)}; Max-Age=${LANGUAGE_SECONDS}`;
}

function buildCookie(head: Head, name: string, value: string): string {
  const secure = isSecure(head) ? '; Secure' : '';
  return `${cookieName(head, name)}=${value}; Path=/; HttpOnly; SameSite=Strict${secure}`;
}

function readCookie(head: Head, name: string): string | undefined {
  for (const pair of (head.headers['cookie'] ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}
