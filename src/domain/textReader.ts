/**
 * Reads free text in the contact form with the recognisers library, behind a worker with a time budget (M-40). A budget
 * that runs out, a language it does not know, or nonsense all give `undefined`: the form then keeps the words as typed.
 */
export interface TextReader {
  /** The first e-mail address in a text. */
  findEmail(text: string): Promise<string | undefined>;
  /** “Yes” and “no” in sentences (English and French); the word lists of `locales/` are asked first. */
  readYesNo(text: string, locale: string): Promise<boolean | undefined>;
  /** A wished time such as “tomorrow after 6” (English and French), as ISO 8601 or an ISO interval in local time. */
  readTime(text: string, locale: string, now: number): Promise<string | undefined>;
}

/** A phone number found in a text, in any digits. */
export interface FoundPhoneNumber {
  /** E.164 if valid, else the digits as typed (Western digits). */
  readonly number: string;
  readonly isValid: boolean;
}

/** Finds the phone number in a text such as “my number is ٠٤٧٠ ١٢ ٣٤ ٥٦”, or `undefined`. */
export type PhoneReader = (text: string, country: 'BE' | 'LU' | undefined) => FoundPhoneNumber | undefined;
