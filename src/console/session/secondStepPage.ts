import type { SecondStep } from '#src/domain/secondFactors.ts';
import { type Html, html } from '../page/html.ts';
import { renderPage } from '../page/layout.ts';
import type { PageContext } from '../page/pageContext.ts';
import { renderQrCode } from './qrCode.ts';

export type SecondStepNotice = 'rejected' | 'locked' | 'tooMany' | 'foreign';

/** Asks for a one-time code; the first time it shows the secret that the member's app must learn. */
export function renderSecondStepPage(
  context: PageContext,
  step: SecondStep,
  { notice, next }: { readonly notice?: SecondStepNotice | undefined; readonly next: string | undefined },
): Html {
  const { t } = context;
  const isEnrolment = step.kind === 'enrol';
  const title = t(isEnrolment ? 'secondStep.enrolTitle' : 'secondStep.title');
  return renderPage(context, {
    title,
    main: html`<section class="card narrow">
<h1>${title}</h1>
${notice !== undefined && html`<p class="alert bad" role="alert">${t(`secondStep.${notice}`)}</p>`}
${isEnrolment ? renderSecret(context, step) : html`<p>${t('secondStep.intro')}</p>`}
<form method="post" action="/staff/second-step" class="stack">
${next !== undefined && html`<input type="hidden" name="next" value="${next}">`}
<label class="field">${t('secondStep.code')}<input name="code" autocomplete="one-time-code"${isEnrolment && html` inputmode="numeric"`} autocapitalize="characters" spellcheck="false" maxlength="40" required autofocus></label>
<button class="button primary">${t('secondStep.submit')}</button>
</form>
${!isEnrolment && html`<p class="hint">${t('secondStep.recoveryHint')}</p>`}
<p class="hint"><a href="/staff">${t('secondStep.startAgain')}</a></p>
</section>`,
  });
}

/** The codes for the day on which the phone is lost: shown once. */
export function renderRecoveryCodes(context: PageContext, codes: readonly string[], next: string): Html {
  const { t } = context;
  return renderPage(context, {
    title: t('recovery.title'),
    main: html`<section class="card narrow">
<h1>${t('recovery.title')}</h1>
<p class="alert good" role="status">${t('recovery.done')}</p>
<p>${t('recovery.intro')}</p>
<ul class="recovery-codes">${codes.map((code) => html`<li><code>${code}</code></li>`)}</ul>
<p><a class="button primary" href="${next}">${t('recovery.continue')}</a></p>
</section>`,
  });
}

function renderSecret({ t }: PageContext, step: Extract<SecondStep, { readonly kind: 'enrol' }>): Html {
  return html`<p>${t('secondStep.enrolIntro')}</p>
<ol class="steps">
<li>${t('secondStep.install')}</li>
<li>${t('secondStep.scan')}${renderQrCode(step.uri, t('secondStep.qrCode'))}
<p>${t('secondStep.orType')}</p>
<p class="secret"><code>${step.secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</code></p></li>
<li>${t('secondStep.enterCode')}</li>
</ol>`;
}
