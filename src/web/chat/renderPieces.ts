import { element } from './element.ts';
import { linkContacts, safeHref, type TextPiece } from './linkContacts.ts';
import { putText } from './texts.ts';

/** Puts words and tappable numbers and links into an element. */
export function appendPieces(parent: Element, pieces: readonly TextPiece[]): void {
  let last: Element | undefined;
  for (const piece of pieces) {
    const parts = safeHref(piece.href) === undefined ? linkContacts(piece.text) : [piece];
    for (const { text, href } of parts) {
      if (href === undefined) {
        parent.append(last ? keepTogether(last, text) : text);
        last = undefined;
      } else {
        const link = makeLink(text, href);
        parent.append(link);
        last = link;
      }
    }
  }
}

/** Ties a full stop or bracket to the number before it, which may be a box of its own. @returns the rest of the text. */
function keepTogether(link: Element, text: string): string {
  const mark = /^[.,;:!?)\]»”،؛؟]+/.exec(text);
  if (!mark) return text;
  const pair = element('span', 'pair');
  link.replaceWith(pair);
  pair.append(link, mark[0]);
  return text.slice(mark[0].length);
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
  const hint = element('span', 'sr hint');
  putText(hint, 'card.newTab');
  link.append(hint);
  return link;
}
