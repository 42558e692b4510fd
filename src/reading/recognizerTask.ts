/** The two languages whose sentences the recognisers read well enough (the suite answers others in English, silently). */
export type ReadableLanguage = 'en' | 'fr';

/** One call to the recognisers. Texts are already cut and cleaned; `localNow` is `YYYY-MM-DDTHH:MM` in Brussels. */
export type RecognizerTask =
  | { readonly kind: 'email'; readonly text: string }
  | { readonly kind: 'yesNo'; readonly text: string; readonly language: ReadableLanguage }
  | { readonly kind: 'time'; readonly text: string; readonly language: ReadableLanguage; readonly localNow: string };

/**
 * What a worker is for. E-mail addresses and yes/no are quick on any text; dates are slow to load and can be made to
 * hang. Apart from each other, an attack on dates never costs anybody the reading of an e-mail address.
 */
export type RecognizerLane = 'words' | 'time';

/** One thing a recogniser found; a plain copy of what the suite calls a model result. `end` is inclusive. */
export interface Recognized {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly typeName: string;
  readonly resolution: Readonly<Record<string, unknown>> | null | undefined;
}

/** The language of the recognisers for a locale such as `fr-BE`, or `undefined` if they know none. */
export function readableLanguage(locale: string): ReadableLanguage | undefined {
  const language = locale.toLowerCase().split('-', 1)[0];
  return language === 'en' || language === 'fr' ? language : undefined;
}
