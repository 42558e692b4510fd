import type { AuditRecord } from '#src/domain/audit.ts';
import type { ContactRequestDetails, ContactRequestRecord } from '#src/domain/contactRequestStore.ts';
import type { MaskedPart, RequestDossier } from '#src/domain/requestDesk.ts';
import type { StaffMember } from '#src/domain/staff.ts';
import { type ChatPanelView, renderChatPanel } from '../chat/chatPanel.ts';
import type { StaffNames } from '../nameStaff.ts';
import { formatDate } from '../page/formatTime.ts';
import { type Html, html } from '../page/html.ts';
import { csrfField, renderPage } from '../page/layout.ts';
import type { PageContext } from '../page/pageContext.ts';
import { renderServiceClock } from '../page/serviceClock.ts';
import { holdsHiddenCharacters } from '../page/userText.ts';
import { may } from '../permissions.ts';
import { renderDeliveries } from './deliveries.ts';
import { renderActions } from './requestActions.ts';
import type { ChangeOutcome } from './requestAddress.ts';
import { renderFacts, renderMeans, renderWords } from './requestFacts.ts';
import { renderNotes, renderTimeline } from './requestHistory.ts';
import { renderSafeContact } from './safeContact.ts';

export interface RequestView {
  readonly member: StaffMember;
  readonly dossier: RequestDossier;
  /** The chat with the person, for a request that asked for one. */
  readonly live: ChatPanelView['live'] | undefined;
  readonly isChatMasked: boolean;
  readonly events: readonly AuditRecord[];
  /** All accounts: to whom the request can be given. */
  readonly members: readonly StaffMember[];
  readonly nameOf: StaffNames;
  /** What the member asked to see, and the desk has recorded. */
  readonly shown: readonly MaskedPart[];
  readonly result: ChangeOutcome | undefined;
}

/** One request: first what keeps the person safe, then what they need, then how to reach them. */
export function renderRequestPage(context: PageContext, view: RequestView): Html {
  const { t } = context;
  const { record, details, notes, related } = view.dossier;
  return renderPage(context, {
    title: t('request.title', { reference: record.reference }),
    section: 'requests',
    main: html`<p class="back"><a href="/staff/requests">${t('request.back')}</a></p>
${renderHeading(context, view)}
${renderResult(context, view.result)}
${renderWarnings(context, record, details)}
<div class="columns">
<div class="main-column">
${details && record.meansKind !== 'chat' && renderSafeContact(context, details)}
${view.live && renderChatPanel(context, { ...view, record, live: view.live, isMasked: view.isChatMasked })}
${renderFacts(context, record, details)}
${details && renderMeans(context, record, details, view.shown)}
${details && renderWords(context, record, details, view.shown)}
${renderNotes(context, record, notes, { nameOf: view.nameOf, mayWrite: may(view.member, 'request.note') && details !== undefined })}
</div>
<div class="side-column">
${renderActions(context, record, view.member, view.members)}
${related.length > 0 && renderRelated(context, related)}
${renderDeliveries(context, record, view.dossier.deliveries, view.member)}
${renderTimeline(context, view.events, view.nameOf)}
${view.dossier.deletedAt !== undefined && html`<p class="hint">${t('request.deletedAt', { date: formatDate(view.dossier.deletedAt, context.locale) })}</p>`}
</div>
</div>`,
  });
}

function renderHeading(context: PageContext, { dossier: { record }, member, nameOf }: RequestView): Html {
  const { t } = context;
  const assignee =
    record.assignee === undefined
      ? undefined
      : record.assignee === member.id
        ? t('request.yours')
        : t('request.assignedTo', { name: nameOf(record.assignee) ?? t('request.formerStaff') });
  return html`<div class="heading"><h1>${t('request.title', { reference: record.reference })}</h1>
<p class="marks"><span class="status ${record.status}">${t(`status.${record.status}`)}</span>
${record.isUrgent && html`<span class="mark bad">${t('mark.urgent')}</span>`}
${record.kind === 'minor' && html`<span class="mark warn">${t('kind.minor')}</span>`}
<span class="mark">${t(`office.${record.office}`)}</span>
${assignee !== undefined && html`<span class="who">${assignee}</span>`}
</p>
${record.closedAt === undefined && html`<p class="clock">${t('clock.title')} ${renderServiceClock(context, record)}</p>`}
<a class="jump" href="#actions-title">${t('actions.title')}</a></div>`;
}

function renderResult({ t }: PageContext, result: ChangeOutcome | undefined): Html | false {
  if (result === undefined) return false;
  const isProblem =
    result === 'stale' || result === 'notAllowed' || result === 'emptyNote' || result === 'emptyMessage';
  return html`<p class="alert${isProblem ? ' bad' : ' good'}" role="${isProblem ? 'alert' : 'status'}">${t(`result.${result}`)}</p>`;
}

function renderWarnings(
  context: PageContext,
  record: ContactRequestRecord,
  details: ContactRequestDetails | undefined,
): Html {
  const { t } = context;
  const isUnclear =
    details !== undefined &&
    (details.hadHiddenCharacters === true ||
      holdsHiddenCharacters([
        details.name,
        details.message,
        details.safeContact.when,
        ...Object.values(details.wishes),
      ]));
  return html`${!details && html`<p class="alert bad" role="alert">${t('request.unreadable')}</p>`}
${record.status === 'withdrawn' && html`<p class="alert bad">${t('request.withdrawn')}</p>`}
${record.kind === 'minor' && html`<p class="alert warn">${t('request.minor')}</p>`}
${isUnclear && html`<p class="alert warn">${t('request.hiddenCharacters')}</p>`}
${
  record.noticeState === 'undelivered' &&
  html`<div class="alert bad"><p>${t('request.undelivered')}</p><form method="post" action="/staff/requests/${record.id}/revive">${csrfField(context)}<button class="button">${t('request.revive')}</button></form></div>`
}`;
}

function renderRelated({ t }: PageContext, related: readonly ContactRequestRecord[]): Html {
  return html`<section class="card" aria-labelledby="related-title"><h2 id="related-title">${t('related.title')}</h2>
<ul>${related.map((other) => html`<li><a href="/staff/requests/${other.id}">${other.reference}</a> <span class="status ${other.status}">${t(`status.${other.status}`)}</span></li>`)}</ul></section>`;
}
