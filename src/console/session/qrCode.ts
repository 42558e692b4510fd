import { encode } from 'uqr';
import { type Html, html } from '../page/html.ts';

/** White modules around the code: readers need four. */
const BORDER = 4;

/** A QR code as a picture within the page: no file, no other site, nothing for a cache. */
export function renderQrCode(text: string, label: string): Html {
  const { data, size } = encode(text, { ecc: 'M', border: BORDER });
  const dark = data.map((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')).join('')).join('');
  // Always dark on white, also on a dark page: readers of phones do not take it the other way round.
  return html`<svg class="qr" role="img" aria-label="${label}" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path fill="#000" d="${dark}"/></svg>`;
}
