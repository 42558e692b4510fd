/** Finished HTML. Everything else that is put into a template is escaped. */
export class Html {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

type Piece = Html | string | readonly Html[] | undefined;

/** Template tag that escapes what is put in; line breaks and indentation of the template are left out. */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  const parts = strings.map(
    (part, i) => part.replace(/\s*\n\s*/g, '') + (i < pieces.length ? toSource(pieces[i]) : ''),
  );
  return new Html(parts.join(''));
}

function toSource(piece: Piece): string {
  if (piece === undefined) return '';
  if (piece instanceof Html) return piece.source;
  if (typeof piece === 'string') return escapeHtml(piece);
  return piece.map((html) => html.source).join('');
}

/** Escapes for text and for double-quoted attributes. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[char] ?? char);
}
