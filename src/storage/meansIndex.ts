import type { ContactMeans } from '#src/domain/contactRequest.ts';
import type { BlindIndex } from '#src/domain/sealing.ts';
import { toWesternDigits } from '#src/domain/unicodeDigits.ts';

/** The look-up values of a way to be reached: two spellings of one number give one value (M-02). */
export function indexMarks(
  index: BlindIndex,
  means: ContactMeans,
): readonly { readonly kind: 'phone' | 'email'; readonly mark: string }[] {
  switch (means.kind) {
    case 'phone':
    case 'whatsapp':
      return [{ kind: 'phone', mark: meansMark(index, 'phone', means.number) }];
    case 'email':
      return [{ kind: 'email', mark: meansMark(index, 'email', means.address) }];
    case 'chat':
      return [];
  }
}

/** The look-up value of one number or address, however it is spelt. */
export function meansMark(index: BlindIndex, kind: 'phone' | 'email', value: string): string {
  return index.of(kind, kind === 'phone' ? normalisePhone(value) : value.normalize('NFKC').trim().toLowerCase());
}

/** Digits with one leading plus; `00` at the start means the same. Numbers in E.164 stay as they are. */
function normalisePhone(value: string): string {
  const compact = toWesternDigits(value)
    .replace(/\(0\)/g, '')
    .replace(/[^\d+]/g, '')
    .replace(/^00/, '+');
  return compact.startsWith('+') ? `+${compact.replaceAll('+', '')}` : compact.replaceAll('+', '');
}
