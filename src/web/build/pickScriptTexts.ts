import type { PageTexts } from './readPageLanguages.ts';

/** Texts that stand in the page's HTML once and are never changed by the script: it need not carry them again. */
const STATIC = /^(?:page\.description|draft|noscript|welcome\.|bot\.welcome\.|bot\.button\.(?!human))/;

/** The texts that the script of the page shows, or exchanges when the language is switched. */
export function pickScriptTexts(texts: PageTexts): PageTexts {
  return Object.fromEntries(Object.entries(texts).filter(([key]) => !STATIC.test(key)));
}
