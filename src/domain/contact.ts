import type { Country } from './country.ts';

/**
 * One phone number, link or address of `locales/contacts.json`: the only place where such values stand (rule R04).
 * Texts hold `{{id}}`; a number on `hold` (nobody has called it yet) is never shown.
 */
export interface Contact {
  readonly id: string;
  readonly kind: 'phone' | 'link' | 'address';
  /** As people read it: `0800 32 745`, `voluntaryreturn.be`. */
  readonly value: string;
  /** `tel:` or `https:` target; an address has none. */
  readonly href: string | undefined;
  readonly country: Country | 'both';
  readonly state: 'show' | 'hold';
  /** Day as `YYYY-MM-DD`. */
  readonly verifiedOn: string;
  readonly source: string;
  /** Languages spoken on the line, where known. */
  readonly languages: readonly string[];
}
