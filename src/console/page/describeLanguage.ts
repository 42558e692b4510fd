import type { LocaleTag } from '#src/domain/locale.ts';
import { type Html, html } from './html.ts';
import type { PageContext } from './pageContext.ts';

/** A language by its own name, and by its name in the reader's: `العربية` (Arabic). */
export function describeLanguage({ locale, options }: PageContext, tag: LocaleTag): Html {
  const own = options.languageName(tag) ?? nameLanguage(tag, tag);
  const translated = nameLanguage(tag, locale);
  if (own.toLowerCase() === translated.toLowerCase()) return html`<bdi lang="${tag}">${own}</bdi>`;
  return html`<bdi lang="${tag}">${own}</bdi> <span class="translated">(${translated})</span>`;
}

/** The same as plain text, for lists to choose from. */
export function labelLanguage({ locale, options }: PageContext, tag: LocaleTag): string {
  const own = options.languageName(tag) ?? nameLanguage(tag, tag);
  const translated = nameLanguage(tag, locale);
  return own.toLowerCase() === translated.toLowerCase() ? own : `${own} (${translated})`;
}

/** The name of a language in another one. */
export function nameLanguage(tag: LocaleTag, inLocale: LocaleTag): string {
  try {
    return new Intl.DisplayNames([inLocale], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag; // A tag of an older release that is not well formed: better shown than failed.
  }
}
