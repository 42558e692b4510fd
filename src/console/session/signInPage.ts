import { type Html, html } from '../page/html.ts';
import { renderPage } from '../page/layout.ts';
import type { PageContext } from '../page/pageContext.ts';

export type SignInNotice =
  | 'signedOut'
  | 'ended'
  | 'rejected'
  | 'locked'
  | 'tooMany'
  | 'foreign'
  | 'stepEnded'
  | 'providerOnly';

export interface SignInView {
  readonly notice?: SignInNotice | undefined;
  readonly next?: string | undefined;
  readonly login?: string;
}

const GOOD_NOTICES: readonly SignInNotice[] = ['signedOut', 'ended'];

/** The first page for whoever is not signed in: the organisation's own sign-in, a password, or both. */
export function renderSignInPage(context: PageContext, view: SignInView): Html {
  const { t, options } = context;
  const { provider, passwords } = options.signIn;
  const isProblem = view.notice !== undefined && !GOOD_NOTICES.includes(view.notice);
  return renderPage(context, {
    title: t('signIn.title'),
    main: html`<section class="card narrow">
<h1>${t('signIn.title')}</h1>
<p>${t('signIn.intro')}</p>
${view.notice !== undefined && html`<p class="${isProblem ? 'alert bad' : 'alert'}" role="${isProblem ? 'alert' : 'status'}">${t(`signIn.${view.notice}`)}</p>`}
${provider && html`<p><a class="button primary" href="${providerAddress(view.next)}">${t('signIn.provider')}</a></p>`}
${passwords === 'on' && renderPasswordForm(context, view)}
${
  passwords === 'breakGlass' &&
  html`<details class="break-glass"${isProblem && html` open`}>
<summary>${t('signIn.breakGlass')}</summary>
<p class="hint">${t('signIn.breakGlassHint')}</p>
${renderPasswordForm(context, view)}
</details>`
}
<p class="hint">${t(provider ? 'signIn.helpProvider' : 'signIn.help')}</p>
</section>`,
  });
}

function renderPasswordForm({ t, options }: PageContext, { next, login }: SignInView): Html {
  const isOnlyWay = options.signIn.passwords === 'on';
  return html`<form method="post" action="/staff/sign-in" class="stack">
${next !== undefined && html`<input type="hidden" name="next" value="${next}">`}
<label class="field">${t('signIn.login')}<input name="login" value="${login}" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="254" required${isOnlyWay && html` autofocus`}></label>
<label class="field">${t('signIn.password')}<input name="password" type="password" autocomplete="current-password" maxlength="512" required></label>
<button class="button${isOnlyWay && ' primary'}">${t('signIn.submit')}</button>
</form>`;
}

function providerAddress(next: string | undefined): string {
  const query = next === undefined ? '' : `?${new URLSearchParams({ next }).toString()}`;
  return `/staff/sign-in/provider${query}`;
}
