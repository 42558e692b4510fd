import { findLanguage } from './texts.ts';

/**
 * The language the browser asks for, such as `so`, if the page could offer none of those it asks for and the person has
 * not chosen one by `?lang=`: then the page's own language is a guess. Only the language, without region or script:
 * more would say more about the person than anybody needs.
 */
export function findUnmetWish(): string | undefined {
  const chosen = new URLSearchParams(location.search).get('lang');
  const wishes = navigator.languages ?? [navigator.language];
  return [chosen ?? '', ...wishes].some(isOffered) ? undefined : wishes[0]?.split('-')[0];
}

/** True if the server finds a page for this tag: it shortens `fr-BE` to `fr`. */
function isOffered(tag: string): boolean {
  const parts = tag.split('-');
  return parts.some((_, i) => findLanguage(parts.slice(0, i + 1).join('-')) !== undefined);
}
