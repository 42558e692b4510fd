import type { StaffAccount, StaffId } from '#src/domain/staff.ts';
import { type Html, html } from '../page/html.ts';
import { csrfField, renderPage } from '../page/layout.ts';
import type { PageContext } from '../page/pageContext.ts';
import { cell } from '../page/tableCell.ts';

/** What an action on this page can end with. */
export const PEOPLE_RESULTS = ['ended', 'disabled', 'enabled', 'own'] as const;
export type PeopleResult = (typeof PEOPLE_RESULTS)[number];

export interface PeopleView {
  readonly accounts: readonly StaffAccount[];
  /** How many sessions each member has now. */
  readonly sessions: ReadonlyMap<StaffId, number>;
  readonly self: StaffId;
  readonly result: PeopleResult | undefined;
}

/** Every account: what it may do, how it signs in, and whether it is in use at this moment. */
export function renderPeoplePage(context: PageContext, view: PeopleView): Html {
  const { t } = context;
  const columns = [t('people.who'), t('people.rights'), t('people.signsIn'), t('people.state'), t('people.actions')];
  return renderPage(context, {
    title: t('people.title'),
    section: 'people',
    main: html`<h1>${t('people.title')}</h1>
<p class="lead">${t('people.intro')}</p>
${view.result !== undefined && html`<p class="alert${view.result === 'own' ? ' bad' : ' good'}" role="status">${t(`people.result.${view.result}`)}</p>`}
<table class="people">
<caption class="visually-hidden">${t('people.title')}</caption>
<thead><tr>${columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${view.accounts.map((account) => renderRow(context, view, account, columns))}</tbody>
</table>`,
  });
}

function renderRow(context: PageContext, view: PeopleView, account: StaffAccount, columns: readonly string[]): Html {
  const { t } = context;
  const sessions = view.sessions.get(account.id) ?? 0;
  const isSelf = account.id === view.self;
  return html`<tr>
${cell(columns[0], html`<bdi>${account.displayName}</bdi><br><span class="id"><bdi>${account.login}</bdi>${isSelf && html` · ${t('queue.you')}`}</span>`)}
${cell(columns[1], html`${account.roles.map((role) => t(`role.${role}`)).join(', ')} <span class="detail">${t(`office.${account.office}`)}</span>`)}
${cell(columns[2], html`${t(describeSignIn(account))}`)}
${cell(columns[3], html`${account.isDisabled ? html`<span class="mark warn">${t('people.disabled')}</span>` : t('people.sessions', { count: sessions })}`)}
${cell(columns[4], html`<div class="row-actions">${sessions > 0 && renderAction(context, account, 'end-sessions')}${account.isDisabled ? renderAction(context, account, 'enable') : !isSelf && renderAction(context, account, 'disable')}</div>`)}
</tr>`;
}

function describeSignIn({ signsInBy, hasSecondFactor }: StaffAccount) {
  if (signsInBy === 'provider') return 'people.way.provider';
  return hasSecondFactor ? 'people.way.passwordAndCode' : 'people.way.password';
}

function renderAction(
  context: PageContext,
  account: StaffAccount,
  action: 'end-sessions' | 'disable' | 'enable',
): Html {
  const label = context.t(`people.action.${action}`);
  // The name belongs to the button for whoever hears the page: there is one per row.
  return html`<form method="post" action="/staff/people/${account.id}/${action}">${csrfField(context)}<button class="button${action === 'disable' && ' bad'}" aria-label="${label}: ${account.displayName}">${label}</button></form>`;
}
