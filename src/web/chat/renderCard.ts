import type { Card } from '#src/domain/card.ts';
import { element } from './element.ts';
import { linkContacts, safeHref } from './linkContacts.ts';
import { appendPieces, makeLink } from './renderPieces.ts';
import { putText } from './texts.ts';

/** A card of the bot as elements: what comes first in the message comes first on the screen. */
export function renderCard(card: Card): HTMLElement {
  const root = element('div', `card card-${card.kind}`);
  if (card.intro) root.append(element('p', 'intro', card.intro));
  if (card.title) root.append(element('h2', 'title', card.title));
  for (const paragraph of card.paragraphs ?? []) {
    const made = element('p');
    appendPieces(made, paragraph);
    root.append(made);
  }
  for (const group of card.contacts ?? []) root.append(...renderContacts(group));
  if (card.rows?.length) root.append(renderRows(card));
  if (card.file) root.append(makeSaveButton(card.file));
  if (card.source || card.notes?.length) root.append(renderSmallPrint(card));
  return root;
}

function renderContacts({ label, items }: NonNullable<Card['contacts']>[number]): readonly HTMLElement[] {
  const list = element('ul', 'numbers');
  for (const item of items) {
    const row = element('li');
    row.append(element('span', '', item.label));
    const href = safeHref(item.href);
    row.append(href === undefined ? element('bdi', '', item.value) : makeLink(item.value, href));
    list.append(row);
  }
  return [element('h3', '', label), list];
}

function renderRows({ kind, rows = [] }: Card): HTMLElement {
  const list = element('dl', 'rows');
  for (const row of rows) list.append(renderRow(row.label, row.value, kind === 'receipt'));
  return list;
}

function renderRow(label: string, said: string, isReceipt: boolean): HTMLElement {
  // Who copies a code wants it without the bot's invisible marks of direction; the box keeps its order.
  const value = isReceipt ? said.replace(/[\u2066-\u2069]/g, '') : said;
  const row = element('div', 'row');
  const shown = element('dd');
  // A value keeps its own direction: a name in Arabic, a number from left to right.
  const inner = element('bdi', 'value', value);
  if (isReceipt) inner.dir = 'ltr';
  shown.append(inner);
  if (isReceipt) shown.append(...makeCopyButton(value));
  row.append(element('dt', '', label), shown);
  return row;
}

function makeCopyButton(value: string): readonly HTMLElement[] {
  // Without https there is no clipboard; the value can still be selected with one tap.
  if (!('clipboard' in navigator)) return [];
  const button = element('button', 'copy');
  button.type = 'button';
  putText(button, 'card.copy');
  button.addEventListener('click', () => {
    navigator.clipboard.writeText(value).then(
      () => putText(button, 'card.copied'),
      () => button.remove(),
    );
  });
  return [button];
}

/** A file that never leaves the phone: made here, when the person asks for it. */
function makeSaveButton({ label, name, text }: NonNullable<Card['file']>): HTMLElement {
  const button = element('button', 'copy save', label);
  button.type = 'button';
  button.addEventListener('click', () => {
    const link = element('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  });
  return button;
}

function renderSmallPrint({ source, notes = [] }: Card): HTMLElement {
  const print = element('div', 'print');
  if (source) {
    const line = element('p');
    const href = safeHref(source.href);
    line.append(href === undefined ? source.label : makeLink(source.label, href));
    print.append(line);
  }
  for (const note of notes) {
    const line = element('p');
    for (const { text } of linkContacts(note)) line.append(text);
    print.append(line);
  }
  return print;
}
