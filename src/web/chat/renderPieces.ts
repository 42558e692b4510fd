import { element } from './element.ts';
import { linkContacts, safeHref, type TextPiece } from './linkContacts.ts';
import { putText } from './texts.ts';

/** Puts words and tappable numbers and links into an element. */
export function appendPieces(parent: Element, pieces: readonly TextPiece[]): void {
  for (const piece of pieces) {
    if (safeHref(piece.href) !== undefined) parent.append(makeLink(piece.text, piece.href ?? ''));
    else for (const { text, href } of linkContacts(piece.text)) parent.append(href === undefined ? text : makeLink(text, href));
  }
}

/** Plain text as paragraphs: an empty line parts them, a single line break stays one. */
export function appendParagraphs(parent: Element, text: string): void {
  for (const block of text.split(/\n{2,}/)) {
    if (!block.trim()) continue;
    const paragraph = element('p');
    appendPieces(paragraph, [{ text: block }]);
    parent.append(paragraph);
  }
}

/** A link: a telephone number in its own order, or a page that opens beside the chat. */
export function makeLink(label: string, href: string): HTMLAnchorElement {
  const link = element('a', href.startsWith('tel:') ? 'tel' : '', label);
  link.href = href;
  if (href.startsWith('tel:')) {
    link.dir = 'ltr';
    return link;
  }
  link.target = '_blank';
  link.rel = 'noopener noreferrer';
  const hint = element('span', 'sr');
  putText(hint, 'card.newTab');
  link.append(' ', hint);
  return link;
}
