import type { HttpRequest, HttpRequestHead, StaffPrincipal } from '#src/domain/httpRoute.ts';
import type { LocaleTag } from '#src/domain/locale.ts';
import type { ConsoleTexts } from '#src/i18n/consoleTexts.ts';
import { STAFF_LOCALES } from '#src/i18n/consoleTexts.ts';
import { negotiateLocale } from '#src/i18n/negotiateLocale.ts';
import type { ConsoleOptions } from '../consoleOptions.ts';
import { readLanguage } from '../session/sessionCookie.ts';

/** What every page needs to be drawn. */
export interface PageContext {
  readonly options: ConsoleOptions;
  readonly locale: LocaleTag;
  readonly t: ConsoleTexts['t'];
  /** Absent on pages that are seen before signing in. */
  readonly principal: StaffPrincipal | undefined;
  readonly now: number;
  /** Where a form that changes nothing of this page (language) leads back to. */
  readonly returnTo: string;
}

/** The context of one request: language from the console's cookie, else from the browser, else English. */
export function createPageContext(
  options: ConsoleOptions,
  request: HttpRequestHead | HttpRequest,
  principal?: StaffPrincipal,
): PageContext {
  const locale = chooseLocale(request);
  const texts = options.texts(locale);
  return {
    options,
    locale,
    t: (key, values) => texts.t(key, values),
    principal,
    now: options.clock.now(),
    returnTo: request.path,
  };
}

function chooseLocale(request: HttpRequestHead | HttpRequest): LocaleTag {
  const wishes = (request.headers['accept-language'] ?? '').split(',').map((part) => part.split(';')[0]?.trim());
  for (const wish of [readLanguage(request), ...wishes.slice(0, 10)]) {
    const found = negotiateLocale(wish, STAFF_LOCALES);
    if (found) return found;
  }
  return 'en';
}
