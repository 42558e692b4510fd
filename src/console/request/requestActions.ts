import { transition } from '#src/domain/contactRequest.ts';
import type { ContactRequestRecord } from '#src/domain/contactRequestStore.ts';
import { ERASURE_REASONS, RESOLUTION_REASONS } from '#src/domain/requestDesk.ts';
import type { StaffMember } from '#src/domain/staff.ts';
import { type Html, type HtmlValue, html } from '../page/html.ts';
import { csrfField } from '../page/layout.ts';
import type { PageContext } from '../page/pageContext.ts';
import { may } from '../permissions.ts';

/** The buttons that fit the request's status, the member's role and whose request it is. */
export function renderActions(context: PageContext, record: ContactRequestRecord, member: StaffMember): Html {
  const { t } = context;
  const isMine = record.assignee === member.id;
  const isLead = member.roles.includes('lead');
  const can = {
    take: may(member, 'request.take') && transition(record.status, 'take') !== undefined,
    resolve: may(member, 'request.resolve') && transition(record.status, 'resolve') !== undefined && (isMine || isLead),
    release: may(member, 'request.release') && transition(record.status, 'release') !== undefined && (isMine || isLead),
    reopen: may(member, 'request.reopen') && transition(record.status, 'reopen') !== undefined,
    erase: may(member, 'request.erase') && transition(record.status, 'erase') !== undefined,
  };
  const form = (action: string, content: HtmlValue): Html =>
    html`<form method="post" action="/staff/requests/${record.id}/${action}" class="stack">${csrfField(context)}<input type="hidden" name="version" value="${record.version}">${content}</form>`;
  return html`<section class="card actions" aria-labelledby="actions-title">
<h2 id="actions-title">${t('actions.title')}</h2>
${can.take && form('take', html`<button class="button primary">${t('actions.take')}</button><p class="hint">${t('actions.takeHint')}</p>`)}
${
  can.resolve &&
  form(
    'resolve',
    html`<label class="field">${t('actions.resolveReason')}<select name="reason" required><option value="">${t('actions.choose')}</option>${RESOLUTION_REASONS.map((reason) => html`<option value="${reason}">${t(`resolution.${reason}`)}</option>`)}</select></label>
<button class="button primary">${t('actions.resolve')}</button>`,
  )
}
${can.release && form('release', html`<button class="button">${t('actions.release')}</button><p class="hint">${t('actions.releaseHint')}</p>`)}
${can.reopen && form('reopen', html`<button class="button">${t('actions.reopen')}</button>`)}
${!can.take && !can.resolve && !can.release && !can.reopen && html`<p class="none">${t('actions.nothing')}</p>`}
${
  can.erase &&
  html`<details class="danger"><summary>${t('actions.eraseTitle')}</summary>
<p>${t('actions.eraseWarning')}</p>
${form(
  'erase',
  html`<label class="field">${t('actions.eraseReason')}<select name="reason" required><option value="">${t('actions.choose')}</option>${ERASURE_REASONS.map((reason) => html`<option value="${reason}">${t(`erasure.${reason}`)}</option>`)}</select></label>
<label class="check"><input type="checkbox" name="confirmed" value="yes" required> ${t('actions.eraseConfirm')}</label>
<button class="button bad">${t('actions.erase')}</button>`,
)}</details>`
}
</section>`;
}
