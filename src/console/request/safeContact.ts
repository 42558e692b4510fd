import type { ContactRequestDetails } from '#src/domain/contactRequestStore.ts';
import { type Html, html } from '../page/html.ts';
import type { PageContext } from '../page/pageContext.ts';
import { renderUserText } from '../page/userText.ts';
import { describeWhen } from './describeWhen.ts';

type Tone = 'good' | 'bad' | 'warn' | 'plain';

const TONES = { yes: 'good', no: 'bad', unsaid: 'warn' } as const;

/** What keeps the person safe. It stands before everything else on the page (M-33). */
export function renderSafeContact(context: PageContext, details: ContactRequestDetails): Html {
  const { t } = context;
  const { safeContact, means } = details;
  const isCall = means.kind === 'phone' || means.kind === 'whatsapp';
  return html`<section class="safety" aria-labelledby="safety-title">
<h2 id="safety-title">${t('safety.title')}</h2>
<div class="boxes">
${isCall && renderBox(t('safety.call'), t(`safety.callAnswer.${safeContact.safeToCall}`), TONES[safeContact.safeToCall], t(`safety.callAdvice.${safeContact.safeToCall}`))}
${renderBox(t('safety.message'), t(`safety.messageAnswer.${safeContact.leaveMessage}`), TONES[safeContact.leaveMessage], t(`safety.messageAdvice.${safeContact.leaveMessage}`))}
${renderWhen(context, details)}
</div>
</section>`;
}

function renderBox(question: string, answer: string, tone: Tone, advice: string): Html {
  return html`<div class="box ${tone}"><h3>${question}</h3><p class="answer">${answer}</p><p>${advice}</p></div>`;
}

function renderWhen({ t, locale }: PageContext, { safeContact }: ContactRequestDetails): Html {
  if (safeContact.when === undefined)
    return renderBox(t('safety.when'), t('safety.whenUnsaid'), 'plain', t('safety.whenAdvice'));
  const understood = safeContact.whenUnderstood;
  return html`<div class="box plain"><h3>${t('safety.when')}</h3>
<div class="answer">${renderUserText(safeContact.when)}</div>
${understood !== undefined && html`<p>${describeWhen(t, understood, locale)}</p>`}
</div>`;
}
