import type { Reference, SecretCode } from '#src/domain/contactRequest.ts';
import type { Ids } from '#src/domain/ids.ts';
import { toWesternDigits } from '#src/domain/unicodeDigits.ts';

/** Crockford's base 32: no I, L, O, U, so that a reference can be read out on the phone. */
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const REFERENCE_LENGTH = 8;
const SECRET_DIGITS = 16;

/** A random name for a request: 40 bits. */
export function createReference(ids: Ids): Reference {
  let reference = '';
  for (const byte of ids.bytes(REFERENCE_LENGTH)) reference += CROCKFORD[byte % CROCKFORD.length];
  return reference as Reference;
}

/** Sixteen random digits (53 bits). */
export function createSecretCode(ids: Ids): SecretCode {
  // 128 bits reduced to 53: the bias is far below anything that could be measured.
  const number = BigInt(`0x${Buffer.from(ids.bytes(16)).toString('hex')}`) % 10n ** BigInt(SECRET_DIGITS);
  return number.toString().padStart(SECRET_DIGITS, '0') as SecretCode;
}

/** A reference as somebody types it: any case, spaces and dashes, digits of any script, O for 0 and I or L for 1. */
export function normaliseReference(typed: string): string {
  return toWesternDigits(typed.slice(0, 64).normalize('NFKC'))
    .toUpperCase()
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
    .replace(/[^0-9A-Z]/g, '')
    .slice(0, REFERENCE_LENGTH + 1);
}

/** A code as somebody types it: digits of any script, with spaces, dashes or invisible marks between them. */
export function normaliseSecretCode(typed: string): string {
  return toWesternDigits(typed.slice(0, 128))
    .replace(/\D/g, '')
    .slice(0, SECRET_DIGITS + 1);
}
