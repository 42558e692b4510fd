export interface OriginPolicy {
  /** True for our own origin and the listed ones. `null`, malformed and foreign origins are not allowed. */
  isAllowed(origin: string, host: string | undefined): boolean;
  /** True for a listed origin that is not our own: it needs CORS headers. */
  isListedForeign(origin: string): boolean;
  /** `https://host` under which people reach us. */
  baseUrl(host: string | undefined): string;
}

export interface OriginPolicyOptions {
  /** `PUBLIC_URL`. Without it (demonstration) a page's own host is its origin. */
  readonly publicUrl: string | undefined;
  /** Further origins whose pages may talk to the chat. */
  readonly allowedOrigins: readonly string[];
}

const HOST = /^[\w.-]+(?::\d{1,5})?$|^\[[\da-f:.]+\](?::\d{1,5})?$/i;

/** Decides which pages may open chats (M-11). */
export function createOriginPolicy({ publicUrl, allowedOrigins }: OriginPolicyOptions): OriginPolicy {
  const own = publicUrl === undefined ? undefined : new URL(publicUrl).origin;
  const listed = new Set(allowedOrigins.map((origin) => new URL(origin).origin));
  return {
    isAllowed(origin, host) {
      if (listed.has(origin)) return true;
      if (own !== undefined) return origin === own;
      return host !== undefined && HOST.test(host) && (origin === `http://${host}` || origin === `https://${host}`);
    },
    isListedForeign: (origin) => listed.has(origin) && origin !== own,
    baseUrl(host) {
      if (own !== undefined) return own;
      return `http://${host !== undefined && HOST.test(host) ? host : 'localhost'}`;
    },
  };
}
