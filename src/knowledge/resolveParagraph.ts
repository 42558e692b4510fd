import type { Inline, Paragraph } from '#src/domain/answer.ts';
import type { Contact } from '#src/domain/contact.ts';

const PLACEHOLDER = /\{\{\s*([A-Za-z][A-Za-z0-9]*)\s*\}\}/g;

/** Ids of the placeholders in a text, in order. */
export function findPlaceholders(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)].map((match) => match[1] as string);
}

/**
 * Splits a text at its placeholders into words and tappable contacts. A contact that may not be shown leaves no trace:
 * the content check has refused such a text before.
 */
export function resolveParagraph(text: string, findContact: (id: string) => Contact | undefined): Paragraph {
  const pieces: Inline[] = [];
  let end = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    if (match.index > end) pieces.push({ kind: 'text', text: text.slice(end, match.index) });
    const contact = findContact(match[1] as string);
    if (contact) pieces.push({ kind: 'contact', contact });
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push({ kind: 'text', text: text.slice(end) });
  return pieces;
}
