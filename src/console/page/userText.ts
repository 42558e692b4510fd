import { cleanText, MAX_MESSAGE_LENGTH } from '#src/domain/cleanText.ts';
import { type Html, html } from './html.ts';

/**
 * Words of a person or a colleague: plain text in a direction of its own, so that neither markup nor reordering
 * characters reach what stands beside it (M-21, M-24). Cleaned again, for rows stored by an older release.
 */
export function renderUserText(text: string, locale?: string): Html {
  return html`<p class="words" dir="auto"${locale !== undefined && html` lang="${locale}"`}>${cleanText(text, MAX_MESSAGE_LENGTH).text}</p>`;
}

/** The same within a line. */
export function renderUserWord(text: string): Html {
  return html`<bdi class="word">${cleanText(text, MAX_MESSAGE_LENGTH).text}</bdi>`;
}

/** True if one of the texts still holds characters that nobody can see, or that turn others around. */
export function holdsHiddenCharacters(texts: readonly (string | undefined)[]): boolean {
  return texts.some((text) => text !== undefined && cleanText(text, MAX_MESSAGE_LENGTH).hadHiddenCharacters);
}
