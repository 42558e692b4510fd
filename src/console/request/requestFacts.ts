import type { ContactRequestDetails, ContactRequestRecord } from '#src/domain/contactRequestStore.ts';
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
  isShown: boolean,
): Html {
  const { t } = context;
  const { means } = details;
  const value = describeValue(means);
  return html`<section class="card" aria-labelledby="means-title">
<h2 id="means-title">${t('means.title')}</h2>
<p class="means"><span>${t(`means.${means.kind}`)}</span>
${value !== undefined && (isShown ? html`<bdi class="value" dir="ltr">${value}</bdi>` : html`<span class="value masked" aria-hidden="true">••••••••••</span>`)}</p>
${(means.kind === 'phone' || means.kind === 'whatsapp') && !means.isValid && html`<p class="alert warn">${t('means.doubtful')}</p>`}
${means.kind === 'chat' && html`<p>${t('means.chatHint')}</p>`}
${
  value !== undefined &&
  (isShown
    ? html`<p class="hint">${t('means.recorded')}</p>`
    : html`<form method="post" action="/staff/requests/${record.id}/reveal">${csrfField(context)}<button class="button" id="reveal">${t('means.show')}</button><p class="hint">${t('means.showHint')}</p></form>`)
}
</section>`;
}

/** Name and words of the person, if they gave any. */
export function renderWords({ t }: PageContext, record: ContactRequestRecord, details: ContactRequestDetails): Html {
  return html`<section class="card" aria-labelledby="words-title">
<h2 id="words-title">${t('words.title')}</h2>
<dl><div><dt>${t('words.name')}</dt><dd>${details.name === undefined ? html`<span class="none">${t('words.noName')}</span>` : renderUserWord(details.name)}</dd></div></dl>
${details.message === undefined ? html`<p class="none">${t('words.noMessage')}</p>` : html`<blockquote>${renderUserText(details.message, record.locale)}</blockquote>`}
</section>`;
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
