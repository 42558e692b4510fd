import type { Contact } from '#src/domain/contact.ts';
import { toWesternDigits } from '#src/domain/unicodeDigits.ts';

/** Emergency numbers have three or four digits; what people type of their own has more. */
const MIN_DIGITS = 6;

/**
 * True if a text is nothing but a long number: a telephone number, or the secret code of a request, in any digits. The
 * crisis screen does not tell one number from another, so that these would look like “112” to it.
 */
export function isLongNumber(text: string): boolean {
  const digits = toWesternDigits(text).replace(/[\s()+./_-]/gu, '');
  return digits.length >= MIN_DIGITS && /^\d+$/.test(digits);
}

/**
 * True if a text has the very form of a reference as it was shown. Words in Latin-script Arabic (`nenta7er`) hold digits
 * too, so small letters need two of them.
 */
export function isReferenceLike(text: string): boolean {
  const typed = toWesternDigits(text.trim());
  return /^(?=.*\d)[0-9A-Z]{8}$/.test(typed) || /^(?=.*\d.*\d)[0-9a-z]{8}$/i.test(typed);
}

/** “112” and its like alone, in any digits: whoever types an emergency number looks for help, whatever is going on. */
export function isEmergencyNumber(text: string, emergencyContacts: readonly Contact[]): boolean {
  const digits = toWesternDigits(text).replace(/[\s!.?؟]/gu, '');
  return /^\d{3}$/.test(digits) && emergencyContacts.some(({ value }) => value === digits);
}
