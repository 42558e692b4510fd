import type { AuditAction, AuditRecord } from '#src/domain/audit.ts';
import { MAX_FIELD_LENGTH } from '#src/domain/cleanText.ts';
import type { ContactRequestRecord, RequestNote } from '#src/domain/contactRequestStore.ts';
import { RESOLUTION_REASONS, type ResolutionReason } from '#src/domain/requestDesk.ts';
import { describeAction, describeActorName } from '../audit/describeRecord.ts';
import type { StaffNames } from '../nameStaff.ts';
import { timeElement } from '../page/formatTime.ts';
import { type Html, html } from '../page/html.ts';
import { csrfField } from '../page/layout.ts';
import type { PageContext } from '../page/pageContext.ts';
import { renderUserText } from '../page/userText.ts';

/** What colleagues wrote, and the field for one more note. */
export function renderNotes(
  context: PageContext,
  record: ContactRequestRecord,
  notes: readonly RequestNote[],
  { nameOf, mayWrite }: { readonly nameOf: StaffNames; readonly mayWrite: boolean },
): Html {
  const { t, locale } = context;
  return html`<section class="card" aria-labelledby="notes-title">
<h2 id="notes-title">${t('notes.title')}</h2>
${notes.length === 0 ? html`<p class="none">${t('notes.none')}</p>` : html`<ol class="notes">${notes.map((note) => html`<li><p class="meta"><bdi>${nameOf(note.author) ?? t('request.formerStaff')}</bdi> · ${timeElement(note.at, locale)}</p>${note.text === undefined ? html`<p class="none">${t('notes.unreadable')}</p>` : renderUserText(note.text)}</li>`)}</ol>`}
${
  mayWrite &&
  html`<form method="post" action="/staff/requests/${record.id}/note" class="stack">${csrfField(context)}
<label class="field">${t('notes.write')}<textarea name="text" rows="3" maxlength="${MAX_FIELD_LENGTH}" dir="auto" required></textarea></label>
<p class="hint">${t('notes.hint')}</p>
<button class="button">${t('notes.add')}</button></form>`
}
</section>`;
}

/** Everything that happened to the request, from the audit trail, newest first. Reads stand there too. */
export function renderTimeline(context: PageContext, events: readonly AuditRecord[], nameOf: StaffNames): Html {
  const { t, locale } = context;
  return html`<section class="card" aria-labelledby="timeline-title">
<h2 id="timeline-title">${t('timeline.title')}</h2>
<ol class="timeline">${events.map((event) => html`<li>${timeElement(event.at, locale)}<span>${describeAction(context, event)}${describeResolution(context, event)}</span><bdi class="who">${describeActorName(context, event.actor, nameOf)}</bdi></li>`)}</ol>
</section>`;
}

function describeResolution({ t }: PageContext, event: AuditRecord): string {
  if ((event.action as AuditAction) !== 'request.resolved') return '';
  const { reason } = JSON.parse(event.detail) as { reason?: unknown };
  const known = RESOLUTION_REASONS.find((each): each is ResolutionReason => each === reason);
  return known === undefined ? '' : ` – ${t(`resolution.${known}`)}`;
}
