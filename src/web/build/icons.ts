import { Html } from './html.ts';

/** The page's own line icons, 24 × 24, in the colour of the text beside them. */
const SHAPES = {
  // A handset.
  help: '<path d="M8.2 4.5 5.4 5.6c-.9.4-1.4 1.2-1.3 2.2.7 6.6 5.5 11.4 12.1 12.1 1 .1 1.8-.4 2.2-1.3l1.1-2.8-4.3-2.4-1.9 1.8a11.6 11.6 0 0 1-4.5-4.5l1.8-1.9z"/>',
  // Head and shoulders.
  human: '<circle cx="12" cy="8" r="3.7"/><path d="M4.8 20c.6-4 3.4-6.2 7.2-6.2s6.6 2.2 7.2 6.2"/>',
  // A globe.
  language:
    '<circle cx="12" cy="12" r="8.3"/><path d="M3.7 12h16.6M12 3.7c5.2 5 5.2 11.6 0 16.6M12 3.7c-5.2 5-5.2 11.6 0 16.6"/>',
  // A cross: it points nowhere, so it needs no mirror image.
  leave: '<path d="m6.2 6.2 11.6 11.6M17.8 6.2 6.2 17.8"/>',
  // An arrow upwards.
  send: '<path d="M12 19V5.5M6 11.2l6-6 6 6"/>',
  // An arrow downwards.
  more: '<path d="M12 5v13.5M6 12.8l6 6 6-6"/>',
} as const;

/** One of the page's icons. Screen readers pass over it: a text stands beside it. */
export function icon(name: keyof typeof SHAPES): Html {
  return new Html(`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${SHAPES[name]}</svg>`);
}
