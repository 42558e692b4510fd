import type { ContactRequestDetails, ContactRequestRecord } from '#src/domain/contactRequestStore.ts';
import type { MaskedPart } from '#src/domain/requestDesk.ts';
import { describeLanguage } from '../page/describeLanguage.ts';
import { timeElement } from '../page/formatTime.ts';
import { type Html, type HtmlValue, html } from '../page/html.ts';
import { csrfField } from '../page/layout.ts';
import type { PageContext } from '../page/pageContext.ts';
import { renderUserText, renderUserWord } from '../page/userText.ts';
import { describeNumber } from './describeNumber.ts';

/** In which language, about what, from where. */
export function renderFacts(
  context: PageContext,
  record: ContactRequestRecord,
  details: ContactRequestDetails | undefined,
): Html {
  const { t, locale, options } = context;
  const wishes = details?.wishes ?? {};
  const title = details?.topic === undefined ? undefined : options.topicTitle(details.topic, locale);
  const rows: readonly (readonly [string, HtmlValue])[] = [
    [t('facts.language'), describeLanguage(context, record.locale)],
    [t('facts.spokenLanguage'), wishes.spokenLanguage !== undefined && renderUserWord(wishes.spokenLanguage)],
    [t('facts.interpreter'), wishes.interpreter !== undefined && renderUserWord(wishes.interpreter)],
    [
      t('facts.counsellor'),
      wishes.counsellorGender !== undefined && t(`facts.counsellorGender.${wishes.counsellorGender}`),
    ],
    [t('facts.country'), record.country === undefined ? t('facts.countryUnsaid') : t(`office.${record.country}`)],
    [t('facts.topic'), details && (title ?? details.topic ?? t('facts.topicUnsaid'))],
    [t('facts.received'), timeElement(record.createdAt, locale)],
  ];
  return html`<section class="card" aria-labelledby="facts-title">
<h2 id="facts-title">${t('facts.title')}</h2>
<dl>${rows.map(([name, value]) => value !== undefined && value !== false && html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
</section>`;
}

/** How the person can be reached: the value only after a click that is recorded (S-04). */
export function renderMeans(
  context: PageContext,
  record: ContactRequestRecord,
  details: ContactRequestDetails,
  shown: readonly MaskedPart[],
): Html {
  const { t } = context;
  const { means } = details;
  const value = describeValue(means);
  return html`<section class="card" aria-labelledby="means-title">
<h2 id="means-title">${t('means.title')}</h2>
<p class="means"><span>${t(`means.${means.kind}`)}</span>
${value !== undefined && (shown.includes('means') ? html`<bdi class="value" dir="ltr">${value}</bdi>` : MASK)}</p>
${(means.kind === 'phone' || means.kind === 'whatsapp') && !means.isValid && html`<p class="alert warn">${t('means.doubtful')}</p>`}
${means.kind === 'chat' && html`<p>${t('means.chatHint')}</p>`}
${value !== undefined && renderReveal(context, record, 'means', shown)}
</section>`;
}

/** Name and words of the person, if they gave any: masked like the number. */
export function renderWords(
  context: PageContext,
  record: ContactRequestRecord,
  details: ContactRequestDetails,
  shown: readonly MaskedPart[],
): Html {
  const { t } = context;
  const { name, message } = details;
  const isShown = shown.includes('words');
  const isChat = record.meansKind === 'chat';
  return html`<section class="card" aria-labelledby="words-title">
<h2 id="words-title">${t('words.title')}</h2>
<dl><div><dt>${t('words.name')}</dt><dd>${name === undefined ? html`<span class="none">${t('words.noName')}</span>` : isShown ? renderUserWord(name) : MASK}</dd></div></dl>
${message === undefined ? html`<p class="none">${t('words.noMessage')}</p>` : html`<blockquote>${isShown ? renderUserText(message, record.locale) : MASK}</blockquote>`}
${(name !== undefined || message !== undefined || isChat) && renderReveal(context, record, 'words', shown)}
</section>`;
}

const MASK = html`<span class="masked" aria-hidden="true">••••••••••</span>`;

function renderReveal(
  context: PageContext,
  record: ContactRequestRecord,
  part: MaskedPart,
  shown: readonly MaskedPart[],
): Html {
  const { t } = context;
  if (shown.includes(part)) return html`<p class="hint">${t('means.recorded')}</p>`;
  return html`<form method="post" action="/staff/requests/${record.id}/reveal" class="reveal">${csrfField(context)}${shown.map((kept) => html`<input type="hidden" name="keep" value="${kept}">`)}
<button class="button" id="reveal-${part}" name="show" value="${part}">${t(`${part}.show`)}</button><p class="hint">${t('means.showHint')}</p></form>`;
}

function describeValue(means: ContactRequestDetails['means']): string | undefined {
  switch (means.kind) {
    case 'phone':
    case 'whatsapp':
      return means.isValid ? describeNumber(means.number) : means.number;
    case 'email':
      return means.address;
    case 'chat':
      return undefined;
  }
}
