import { Secret, TOTP } from 'otpauth';

/** RFC 4226 asks for at least 16 and recommends 20 bytes. */
export const CODE_SECRET_BYTES = 20;

const PERIOD_SECONDS = 30;

/** Codes of the half minute before and after are taken too: clocks of phones are not exact. */
const TOLERANCE_STEPS = 1;

/** Under this name the app on the member's phone lists the code. */
const ISSUER = 'Return Assistant';

/**
 * The half minute (counted since 1970) that a six-digit code belongs to, or `undefined` if it is none of now.
 * SHA-1, 6 digits and 30 seconds are what every authenticator app understands.
 */
export function findCodeStep(secret: string, code: string, now: number): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const delta = createTotp(secret, '').validate({ token: code, timestamp: now, window: TOLERANCE_STEPS });
  return delta === null ? undefined : Math.floor(now / (PERIOD_SECONDS * 1_000)) + delta;
}

/** Bytes as text in the alphabet that authenticator apps take (RFC 4648 base32, without padding). */
export function encodeCodeSecret(bytes: Uint8Array): string {
  return new Secret({ buffer: Uint8Array.from(bytes).buffer }).base32;
}

/** The address that an authenticator app reads from a QR code. */
export function describeCodeSecret(secret: string, login: string): string {
  return createTotp(secret, login).toString();
}

function createTotp(secret: string, label: string): TOTP {
  return new TOTP({
    issuer: ISSUER,
    label,
    algorithm: 'SHA1',
    digits: 6,
    period: PERIOD_SECONDS,
    secret: Secret.fromBase32(secret),
  });
}
