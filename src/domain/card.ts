/** A run of text, or a link or telephone number a person can tap. */
export interface CardInline {
  readonly text: string;
  readonly href?: string;
}

export interface CardContact {
  readonly label: string;
  readonly value: string;
  readonly href?: string;
}

/**
 * What a message shows besides plain text: the contract between the bot and the pages, already in the person's language.
 * Channels that do not know it show the message's text, which says the same.
 */
export interface Card {
  readonly kind: 'answer' | 'crisis' | 'contacts' | 'summary' | 'receipt';
  readonly title?: string;
  /** A line above the title, such as “You asked about: …”. */
  readonly intro?: string;
  readonly paragraphs?: readonly (readonly CardInline[])[];
  readonly contacts?: readonly { readonly label: string; readonly items: readonly CardContact[] }[];
  readonly rows?: readonly { readonly label: string; readonly value: string }[];
  readonly source?: { readonly label: string; readonly href: string };
  /** A file that the page offers to save: made in the browser, never fetched. */
  readonly file?: { readonly label: string; readonly name: string; readonly text: string };
  /** Small print: checked on, not yet confirmed, rules can change. */
  readonly notes?: readonly string[];
}

/** A button: what it says, and the command it sends. */
export interface Choice {
  readonly title: string;
  /** A namespaced key such as `language.set:es`, never a bare word somebody could type. */
  readonly command: string;
}

/** One message of the bot, independent of the channel. */
export interface OutgoingMessage {
  readonly text: string;
  readonly card?: Card;
  readonly choices?: readonly Choice[];
}

/** The same content in plain lines, for channels without cards and for screen readers of unknown clients. */
export function cardToText(card: Card): string {
  const lines: string[] = [];
  if (card.intro) lines.push(card.intro);
  if (card.title) lines.push(card.title);
  for (const paragraph of card.paragraphs ?? []) lines.push(paragraph.map((piece) => piece.text).join(''));
  for (const group of card.contacts ?? []) {
    lines.push(group.label);
    for (const item of group.items) lines.push(`${item.label}: ${item.value}`);
  }
  for (const row of card.rows ?? []) lines.push(`${row.label}: ${row.value}`);
  if (card.source) lines.push(`${card.source.label} ${card.source.href}`);
  lines.push(...(card.notes ?? []));
  return lines.join('\n\n');
}
