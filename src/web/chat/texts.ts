import { byId } from './element.ts';

type Web = typeof import('../../../locales/en/web.json');

type Leaves<T, Prefix extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${Prefix}${K}` : Leaves<T[K], `${Prefix}${K}.`>;
}[keyof T & string];

/** A text of the page. What the build leaves to the HTML alone (`welcome.…`) is not for the script. */
export type TextKey = Exclude<Leaves<Web>, `welcome.${string}` | 'noscript' | 'draft'> | 'bot.button.human';

/** A language of the menu, as the page's HTML names it. */
export interface PageLanguage {
  readonly tag: string;
  readonly name: string;
  readonly direction: string;
}

let texts: Readonly<Record<string, string>> = {};

/** Reads the texts that came with the page. */
export function initTexts(): void {
  texts = JSON.parse((byId('texts') as HTMLTemplateElement).content.textContent ?? '{}') as typeof texts;
}

/** One text in the language of the page. */
export function text(key: TextKey, count?: number): string {
  const found = texts[key] ?? '';
  return count === undefined ? found : found.replace('{{count}}', String(count));
}

/** Writes a text into an element so that it follows a later switch of language. */
export function putText(target: Element, key: TextKey): void {
  target.setAttribute('data-t', key);
  target.textContent = text(key);
}

/** The offered language with this tag. */
export function findLanguage(tag: string | undefined): PageLanguage | undefined {
  const link = findLink(tag);
  return link && { tag: link.lang, name: link.textContent ?? '', direction: link.dir };
}

/** Switches the page's own texts and direction. What was said before stays as it was said. Rejects without network. */
export async function switchTexts(tag: string): Promise<void> {
  const link = findLink(tag);
  if (!link || document.documentElement.lang === tag) return;
  const response = await fetch(link.getAttribute('data-texts') ?? '');
  if (!response.ok) throw new Error('The texts did not arrive');
  texts = (await response.json()) as typeof texts;

  document.documentElement.lang = link.lang;
  document.documentElement.dir = link.dir;
  document.title = text('page.title');
  for (const other of listLinks()) other.removeAttribute('aria-current');
  link.setAttribute('aria-current', 'true');
  const name = byId('language-name');
  name.lang = link.lang;
  name.textContent = link.textContent;
  exchange('data-t', (target, value) => {
    target.textContent = value;
  });
  for (const [attribute, data] of [
    ['aria-label', 'data-t-label'],
    ['placeholder', 'data-t-placeholder'],
    ['title', 'data-t-title'],
  ] as const) {
    exchange(data, (target, value) => target.setAttribute(attribute, value));
  }
}

function exchange(data: string, put: (target: Element, value: string) => void): void {
  for (const target of Array.from(document.querySelectorAll(`[${data}]`))) {
    const value = texts[target.getAttribute(data) ?? ''];
    if (value) put(target, value);
  }
}

function listLinks(): HTMLAnchorElement[] {
  return Array.from(document.querySelectorAll<HTMLAnchorElement>('a[data-texts]'));
}

function findLink(tag: string | undefined): HTMLAnchorElement | undefined {
  return listLinks().find((link) => link.lang === tag);
}
