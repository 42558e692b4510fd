import type { RequestSearch } from '#src/domain/requestDesk.ts';
import { type Html, html } from '../page/html.ts';
import { csrfField, renderPage } from '../page/layout.ts';
import type { PageContext } from '../page/pageContext.ts';
import { type RequestTableView, renderRequestTable } from '../queue/requestTable.ts';

/** Longest text of the search field. */
export const MAX_SEARCH_LENGTH = 120;

export interface SearchView extends Omit<RequestTableView, 'caption'> {
  /** How the words were understood; `undefined` if there were none. */
  readonly by: RequestSearch['by'] | undefined;
}

/** A form that is posted, so that a name or number never stands in an address, a history or a proxy's log. */
export function renderSearchForm(context: PageContext): Html {
  const { t } = context;
  return html`<form method="post" action="/staff/search" class="inline" role="search">${csrfField(context)}
<label>${t('search.label')}<input type="search" name="words" id="find" maxlength="${MAX_SEARCH_LENGTH}" autocomplete="off" spellcheck="false" dir="auto" required></label>
<button class="button">${t('search.find')}</button>
</form>`;
}

/** What was found. The words themselves are not repeated. */
export function renderSearchPage(context: PageContext, view: SearchView): Html {
  const { t } = context;
  const { by } = view;
  return renderPage(context, {
    title: t('search.title'),
    section: 'requests',
    main: html`<p class="back"><a href="/staff/requests">${t('request.back')}</a></p>
<h1>${t('search.title')}</h1>
<div class="tools">${renderSearchForm(context)}</div>
${by !== undefined && by !== 'reference' && html`<p class="hint">${t('search.recorded')}</p>`}
${
  view.records.length === 0
    ? html`<div class="empty" role="status"><p>${by === undefined ? t('search.nothingTyped') : t(`search.none.${by}`)}</p></div>`
    : html`<p class="found" role="status">${t('search.found', { count: view.records.length })}</p>
${renderRequestTable(context, { ...view, caption: t('search.title') })}`
}`,
  });
}
