const markup = Symbol('markup');

/** A piece of a page in which everything that came from outside is escaped. Only {@link html} makes one. */
export interface Html {
  readonly [markup]: string;
}

export type HtmlValue = Html | string | number | undefined | false | readonly HtmlValue[];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Template tag for pages: text is escaped, pieces of `html` are put in as they are, lists are joined, `undefined` and
 * `false` are nothing. Values may stand in text and in double-quoted attributes, nowhere else (M-21).
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  let out = strings[0] ?? '';
  values.forEach((value, index) => {
    out += render(value) + (strings[index + 1] ?? '');
  });
  return { [markup]: out };
}

/** The finished page as text. */
export function renderHtml(page: Html): string {
  return page[markup];
}

function render(value: HtmlValue): string {
  if (value === undefined || value === false) return '';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return value.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
  if (Array.isArray(value)) return value.map((each: HtmlValue) => render(each)).join('');
  return (value as Html)[markup];
}
