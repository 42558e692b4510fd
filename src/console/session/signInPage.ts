import { type Html, html } from '../page/html.ts';
import { renderPage } from '../page/layout.ts';
import type { PageContext } from '../page/pageContext.ts';

export type SignInNotice = 'signedOut' | 'ended' | 'rejected' | 'locked' | 'tooMany' | 'foreign';

/** The first page for whoever is not signed in. */
export function renderSignInPage(
  context: PageContext,
  { notice, next, login }: { notice?: SignInNotice | undefined; next?: string | undefined; login?: string },
): Html {
  const { t } = context;
  const isProblem = notice !== undefined && notice !== 'signedOut' && notice !== 'ended';
  return renderPage(context, {
    title: t('signIn.title'),
    main: html`<section class="card narrow">
<h1>${t('signIn.title')}</h1>
<p>${t('signIn.intro')}</p>
${notice !== undefined && html`<p class="${isProblem ? 'alert bad' : 'alert'}" role="${isProblem ? 'alert' : 'status'}">${t(`signIn.${notice}`)}</p>`}
<form method="post" action="/staff/sign-in" class="stack">
${next !== undefined && html`<input type="hidden" name="next" value="${next}">`}
<label class="field">${t('signIn.login')}<input name="login" value="${login}" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="254" required autofocus></label>
<label class="field">${t('signIn.password')}<input name="password" type="password" autocomplete="current-password" maxlength="512" required></label>
<button class="button primary">${t('signIn.submit')}</button>
</form>
<p class="hint">${t('signIn.help')}</p>
</section>`,
  });
}
