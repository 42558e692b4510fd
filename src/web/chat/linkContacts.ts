const LINK = /^(?:tel:\+?[\d]+|https:\/\/\S+)$/;

/** A run of text that may be a link. */
export interface TextPiece {
  readonly text: string;
  readonly href?: string;
}

/** The address if it is one that a message may link to: a telephone number or an https page. */
export function safeHref(href: string | undefined): string | undefined {
  return href !== undefined && LINK.test(href) ? href : undefined;
}

/**
 * Splits a plain text at the numbers in it that the page knows from its “Help now” panel, so that they can be tapped.
 * The bot sets its numbers between invisible isolates (U+2066, U+2069), which mark them without doubt.
 */
export function linkContacts(text: string): readonly TextPiece[] {
  return text.split(/\u2066([^\u2069]*)\u2069/).map((part, i) => {
    if (i % 2 === 0) return { text: part };
    const href = findKnownContact(part);
    // What is no contact (a date, a reference) keeps its isolates.
    return href === undefined ? { text: `\u2066${part}\u2069` } : { text: part, href };
  });
}

function findKnownContact(value: string): string | undefined {
  const links = Array.from(document.querySelectorAll<HTMLAnchorElement>('#help .panel a[href]'));
  return links.find((link) => link.textContent === value)?.getAttribute('href') ?? undefined;
}
