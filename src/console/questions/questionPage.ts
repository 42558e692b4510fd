import { cleanText, MAX_MESSAGE_LENGTH } from '#src/domain/cleanText.ts';
import type { LocaleTag } from '#src/domain/locale.ts';
import type { KeptQuestion, QuestionBoard, QuestionCount } from '#src/domain/unansweredQuestions.ts';
import { describeLanguage } from '../page/describeLanguage.ts';
import { type Html, html } from '../page/html.ts';
import { csrfField, renderPage } from '../page/layout.ts';
import type { PageContext } from '../page/pageContext.ts';

/** What the page says after a form. */
export const QUESTION_RESULTS = ['assigned', 'putBack', 'dismissed', 'nothingChosen', 'noTopic'] as const;
export type QuestionResult = (typeof QUESTION_RESULTS)[number];

export interface QuestionView {
  readonly counts: readonly QuestionCount[];
  readonly language: LocaleTag | undefined;
  /** Of the language; absent until one is chosen, because reading is audited. */
  readonly board: QuestionBoard | undefined;
  readonly result: QuestionResult | undefined;
}

/** Sentences that were not understood and that people let staff read, one language at a time. */
export function renderQuestionPage(context: PageContext, view: QuestionView): Html {
  const { t } = context;
  const { counts, language, board, result } = view;
  const isProblem = result === 'nothingChosen' || result === 'noTopic';
  return renderPage(context, {
    title: t('questions.title'),
    section: 'questions',
    main: html`<h1>${t('questions.title')}</h1>
<p class="lead">${t('questions.intro')}</p>
${result && html`<p class="alert ${isProblem ? 'warn' : 'good'}" role="status">${t(`questions.result.${result}`)}</p>`}
${counts.length === 0 ? html`<div class="empty"><p>${t('questions.empty')}</p></div>` : renderTabs(context, counts, language)}
${counts.length > 0 && !board && html`<div class="empty"><p>${t('questions.choose')}</p></div>`}
${language !== undefined && board && renderBoard(context, language, board)}`,
  });
}

function renderTabs(context: PageContext, counts: readonly QuestionCount[], language: LocaleTag | undefined): Html {
  return html`<nav class="tabs" aria-label="${context.t('questions.languages')}">${counts.map(
    ({ locale, open }) =>
      html`<a href="/staff/questions?language=${locale}"${locale === language && html` aria-current="page"`}><span>${describeLanguage(context, locale)}</span> <span class="count">${open}</span></a>`,
  )}</nav>`;
}

function renderBoard(context: PageContext, language: LocaleTag, board: QuestionBoard): Html {
  const { t } = context;
  return html`
${board.unreadable > 0 && html`<p class="alert warn">${t('questions.unreadable', { count: board.unreadable })}</p>`}
${board.hasMore && html`<p class="alert">${t('questions.more')}</p>`}
<section aria-labelledby="open-title"><h2 id="open-title">${t('questions.open')}</h2>
${board.groups.length === 0 ? html`<p class="none">${t('questions.noneOpen')}</p>` : renderOpen(context, language, board)}
</section>
${board.assigned.length > 0 && renderAssigned(context, language, board.assigned)}`;
}

function renderOpen(context: PageContext, language: LocaleTag, { groups }: QuestionBoard): Html {
  const { t } = context;
  return html`<form method="post" action="/staff/questions/sort" class="sorting">${csrfField(context)}
<input type="hidden" name="language" value="${language}">
<div class="groups">${groups.map((group) => renderGroup(context, group))}</div>
<div class="card sorting-bar">
<label class="field">${t('questions.topic')}<select name="topic"><option value="">${t('questions.chooseTopic')}</option>${renderTopics(context)}</select></label>
<button class="button primary" name="action" value="assign">${t('questions.assign')}</button>
<button class="button bad" name="action" value="dismiss">${t('questions.dismiss')}</button>
</div></form>`;
}

function renderTopics({ options, locale }: PageContext): readonly Html[] {
  return options.topicIds.map(
    (id) => html`<option value="${id}">${options.topicTitle(id, locale) ?? id} (${id})</option>`,
  );
}

function renderGroup({ t }: PageContext, group: readonly KeptQuestion[]): Html {
  const [first] = group;
  if (group.length === 1) return html`<div class="card group">${group.map(renderChoice)}</div>`;
  return html`<fieldset class="card group"><legend>${t('questions.alike', { count: group.length })}</legend>
<label class="check whole"><input type="checkbox" name="g.${first?.id}" value="${group.map(({ id }) => id).join(',')}"><span>${t('questions.wholeGroup')}</span></label>
${group.map(renderChoice)}</fieldset>`;
}

function renderChoice({ id, text, locale }: KeptQuestion): Html {
  return html`<label class="check"><input type="checkbox" name="q.${id}" value="on">${renderSentence(text ?? '', locale)}</label>`;
}

/** Cleaned again, for rows stored by an older release. */
function renderSentence(text: string, locale: LocaleTag): Html {
  return html`<bdi class="word" dir="auto" lang="${locale}">${cleanText(text, MAX_MESSAGE_LENGTH).text}</bdi>`;
}

function renderAssigned(context: PageContext, language: LocaleTag, assigned: readonly KeptQuestion[]): Html {
  const { t, options, locale } = context;
  const byTopic = Map.groupBy(assigned, ({ topic }) => topic ?? '');
  return html`<section aria-labelledby="assigned-title"><h2 id="assigned-title">${t('questions.assignedTitle')}</h2>
<form method="post" action="/staff/questions/download" class="card stack" data-download>${csrfField(context)}
<input type="hidden" name="language" value="${language}">
<p class="hint">${t('questions.downloadHint', { language })}</p>
<button class="button primary">${t('questions.download')}</button></form>
<form method="post" action="/staff/questions/sort" class="sorting">${csrfField(context)}
<input type="hidden" name="language" value="${language}">
<div class="groups">${[...byTopic].map(
    ([topic, questions]) =>
      html`<fieldset class="card group"><legend>${options.topicTitle(topic, locale) ?? topic}</legend>${questions.map(renderChoice)}</fieldset>`,
  )}</div>
<div class="sorting-end"><button class="button" name="action" value="putBack">${t('questions.putBack')}</button>
<button class="button bad" name="action" value="dismiss">${t('questions.dismiss')}</button></div></form></section>`;
}
