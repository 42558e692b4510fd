import type { HeaderClass } from '#src/domain/httpRoute.ts';

export type HeaderTable = { readonly [Class in HeaderClass]: Readonly<Record<string, string>> };

export interface HeaderTableOptions {
  /** People reach the server by https: only then is HSTS sent. */
  readonly isHttps: boolean;
  /** Origins that may show the chat page in a frame. Empty: nobody. */
  readonly frameAncestors: readonly string[];
}

/** Features of the browser that no page of ours uses; each is switched off, for frames too. */
const UNUSED_FEATURES = [
  'accelerometer',
  'autoplay',
  'browsing-topics',
  'camera',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'picture-in-picture',
  'publickey-credentials-get',
  'screen-wake-lock',
  'sync-xhr',
  'usb',
  'xr-spatial-tracking',
];

/**
 * The response headers of each class of routes: the one place where they are written (M-14).
 *
 * `connect-src 'self'` covers the page's own WebSocket in browsers of today; older ones fall back to polling.
 * `Referrer-Policy` is not `no-referrer`, because Chromium then sends `Origin: null` with forms.
 */
export function createHeaderTable({ isHttps, frameAncestors }: HeaderTableOptions): HeaderTable {
  const common: Record<string, string> = {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'permissions-policy': UNUSED_FEATURES.map((feature) => `${feature}=()`).join(', '),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    ...(isHttps ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
  };
  const inert = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  const ancestors = frameAncestors.length > 0 ? frameAncestors.join(' ') : "'none'";
  return {
    page: { ...common, 'content-security-policy': pagePolicy(ancestors), 'cache-control': 'no-store' },
    staffPage: { ...common, 'content-security-policy': pagePolicy("'none'"), 'cache-control': 'no-store' },
    asset: { ...common, 'content-security-policy': inert, 'cache-control': 'no-cache' },
    api: { ...common, 'content-security-policy': inert, 'cache-control': 'no-store' },
    embed: {
      ...common,
      'content-security-policy': inert,
      'cache-control': 'no-cache',
      'cross-origin-resource-policy': 'cross-origin',
    },
  };
}

function pagePolicy(frameAncestors: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${frameAncestors}`,
    "require-trusted-types-for 'script'",
  ].join('; ');
}
