/** A BCP 47 tag of a language the assistant offers (`en`, `fr`, `ar`, …). The manifest in `locales/` is the list. */
export type LocaleTag = string;

export type Direction = 'ltr' | 'rtl';

/** One offered language as `locales/manifest.json` describes it. */
export interface OfferedLanguage {
  readonly tag: LocaleTag;
  /** The language's own name for itself: `العربية`. */
  readonly name: string;
  readonly direction: Direction;
  /** ISO 15924 code of the script people write it in: `Latn`, `Arab`. */
  readonly script: string;
  /** `draft` until a native speaker has reviewed the texts. */
  readonly review: 'draft' | 'reviewed';
}

/**
 * The language a variant belongs to: `fa` for `fa-AF` (Dari). A variant holds only the texts it words differently, takes
 * the others from its base, and is understood by the matcher of its base. `undefined` for a language of its own.
 */
export function baseOf(tag: LocaleTag): LocaleTag | undefined {
  const [base, region] = tag.split('-');
  return region === undefined ? undefined : base;
}
