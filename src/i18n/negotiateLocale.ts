import type { LocaleTag } from '#src/domain/locale.ts';

/**
 * Chooses the offered language that fits a wish such as `fr-BE` or `ar-SY` best (RFC 4647 lookup), or `undefined` if
 * none does: then the caller decides what to do, silently speaking English to somebody is not this function's choice.
 */
export function negotiateLocale(wished: string | undefined, offered: readonly LocaleTag[]): LocaleTag | undefined {
  if (!wished || wished.length > 35 || !/^[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*$/.test(wished)) return undefined;
  const parts = wished.replaceAll('_', '-').toLowerCase().split('-');
  while (parts.length > 0) {
    const candidate = parts.join('-');
    const found = offered.find((tag) => tag.toLowerCase() === candidate);
    if (found) return found;
    parts.pop();
  }
  return undefined;
}
