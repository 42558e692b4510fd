import { type Html, html } from './html.ts';
import type { PageContact } from './readPageContacts.ts';

/**
 * A text with its contacts (`{{emergency}}`) as links to tap.
 * @throws {Error} if it names a contact that may not be shown.
 */
export function renderContactText(text: string, contacts: readonly PageContact[]): Html {
  const parts = text.split(/\{\{\s*(\w+)\s*\}\}/).map((part, i) => (i % 2 === 0 ? html`${part}` : renderContact(part)));
  return html`${parts}`;

  function renderContact(id: string): Html {
    const contact = contacts.find((candidate) => candidate.id === id);
    if (!contact) throw new Error(`A text of the page names a contact that may not be shown: {{${id}}}`);
    return renderContactLink(contact);
  }
}

/** The number or address as a link; numbers keep their order inside right-to-left text. */
export function renderContactLink(contact: PageContact): Html {
  return contact.href.startsWith('tel:')
    ? html`<a class="tel" href="${contact.href}" dir="ltr">${contact.value}</a>`
    : html`<a href="${contact.href}" dir="ltr" target="_blank" rel="noopener noreferrer">${contact.value}</a>`;
}

/**
 * Splits a text into what comes before the sentences with a number to call, and these sentences, so that the page can
 * set them apart. The language's own rules say where a sentence ends.
 */
export function splitAtContact(text: string, tag: string): { readonly before: string; readonly call: string } {
  // A dot inside a placeholder's name would be no end of a sentence, but there is none: names are letters.
  const sentences = [...new Intl.Segmenter(tag, { granularity: 'sentence' }).segment(text)].map(
    ({ segment }) => segment,
  );
  const isCall = (sentence: string): boolean => sentence.includes('{{');
  return {
    before: sentences
      .filter((sentence) => !isCall(sentence))
      .join('')
      .trim(),
    call: sentences.filter(isCall).join('').trim(),
  };
}
