import { mayAssign, mayBeAssigned } from '#src/domain/assignment.ts';
import { transition } from '#src/domain/contactRequest.ts';
import type { ContactRequestRecord } from '#src/domain/contactRequestStore.ts';
import {
  ERASURE_REASONS,
  type ErasureReason,
  HANDOVER_REASONS,
  type HandoverReason,
  REOPEN_REASONS,
  RESOLUTION_REASONS,
  type ReopenReason,
  type ResolutionReason,
} from '#src/domain/requestDesk.ts';
import type { StaffMember } from '#src/domain/staff.ts';
import type { ConsoleKey } from '#src/i18n/keys.ts';
import { type Html, type HtmlValue, html } from '../page/html.ts';
import { csrfField } from '../page/layout.ts';
import type { PageContext } from '../page/pageContext.ts';
import { may } from '../permissions.ts';

/** The buttons that fit the request's status, the member's role and whose request it is. */
export function renderActions(
  context: PageContext,
  record: ContactRequestRecord,
  member: StaffMember,
  members: readonly StaffMember[],
): Html {
  const { t } = context;
  const isMine = record.assignee === member.id;
  const isLead = member.roles.includes('lead');
  const colleagues = members.filter((colleague) => mayBeAssigned(colleague, record));
  const can = {
    take: may(member, 'request.take') && transition(record.status, 'take') !== undefined,
    resolve: may(member, 'request.resolve') && transition(record.status, 'resolve') !== undefined && (isMine || isLead),
    assign: may(member, 'request.assign') && mayAssign(member, record) && colleagues.length > 0,
    release: may(member, 'request.release') && transition(record.status, 'release') !== undefined && (isMine || isLead),
    reopen: may(member, 'request.reopen') && transition(record.status, 'reopen') !== undefined,
    erase: may(member, 'request.erase') && transition(record.status, 'erase') !== undefined,
  };
  const form = (action: string, content: HtmlValue): Html =>
    html`<form method="post" action="/staff/requests/${record.id}/${action}" class="stack">${csrfField(context)}<input type="hidden" name="version" value="${record.version}">${content}</form>`;
  return html`<section class="card actions" aria-labelledby="actions-title">
<h2 id="actions-title">${t('actions.title')}</h2>
${can.take && form('take', html`<button class="button primary" id="take">${t('actions.take')}</button><p class="hint">${t('actions.takeHint')}</p>`)}
${
  can.resolve &&
  form(
    'resolve',
    html`${chooseReason(context, t('actions.resolveReason'), RESOLUTION_REASONS, 'resolution')}
<button class="button primary">${t('actions.resolve')}</button>`,
  )
}
${
  can.assign &&
  html`<details class="more"><summary>${t(isLead ? 'actions.assign' : 'actions.transfer')}</summary>
${form(
  'assign',
  html`<label class="field">${t('actions.colleague')}<select name="assignee" required><option value="">${t('actions.choose')}</option>${colleagues.map(({ id, displayName }) => html`<option value="${id}">${id === member.id ? t('actions.me') : displayName}</option>`)}</select></label>
${chooseReason(context, t('actions.handoverReason'), HANDOVER_REASONS, 'handover')}
<button class="button">${t(isLead ? 'actions.assign' : 'actions.transfer')}</button><p class="hint">${t('actions.assignHint')}</p>`,
)}</details>`
}
${
  can.release &&
  html`<details class="more"><summary>${t('actions.release')}</summary>
${form(
  'release',
  html`${chooseReason(context, t('actions.handoverReason'), HANDOVER_REASONS, 'handover')}
<button class="button">${t('actions.release')}</button><p class="hint">${t('actions.releaseHint')}</p>`,
)}</details>`
}
${
  can.reopen &&
  form(
    'reopen',
    html`${chooseReason(context, t('actions.reopenReason'), REOPEN_REASONS, 'reopening')}
<button class="button">${t('actions.reopen')}</button>`,
  )
}
${!can.take && !can.resolve && !can.assign && !can.release && !can.reopen && html`<p class="none">${t('actions.nothing')}</p>`}
${
  can.erase &&
  html`<details class="danger"><summary>${t('actions.eraseTitle')}</summary>
<p>${t('actions.eraseWarning')}</p>
${form(
  'erase',
  html`${chooseReason(context, t('actions.eraseReason'), ERASURE_REASONS, 'erasure')}
<label class="check"><input type="checkbox" name="confirmed" value="yes" required> ${t('actions.eraseConfirm')}</label>
<button class="button bad">${t('actions.erase')}</button>`,
)}</details>`
}
</section>`;
}

/** Reasons are closed lists: free words would be one more place for personal data. */
function chooseReason<Group extends 'resolution' | 'handover' | 'reopening' | 'erasure'>(
  { t }: PageContext,
  label: string,
  reasons: readonly ReasonOf[Group][],
  group: Group,
): Html {
  return html`<label class="field">${label}<select name="reason" required><option value="">${t('actions.choose')}</option>${reasons.map((reason) => html`<option value="${reason}">${t(`${group}.${reason}` as ConsoleKey)}</option>`)}</select></label>`;
}

interface ReasonOf {
  readonly resolution: ResolutionReason;
  readonly handover: HandoverReason;
  readonly reopening: ReopenReason;
  readonly erasure: ErasureReason;
}
