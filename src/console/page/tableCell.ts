import { type Html, html } from './html.ts';

/** A cell that carries its column's name: on a narrow screen rows become cards, and the heading is gone. */
export function cell(columnName: string | undefined, content: Html): Html {
  return html`<td data-label="${columnName}"><div class="cell">${content}</div></td>`;
}
