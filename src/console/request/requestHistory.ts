import type { AuditAction, AuditRecord } from '#src/domain/audit.ts';
import { MAX_FIELD_LENGTH } from '#src/domain/cleanText.ts';
import type { ContactRequestRecord, RequestNote } from '#src/domain/contactRequestStore.ts';
import { HANDOVER_REASONS, REOPEN_REASONS, RESOLUTION_REASONS } from '#src/domain/requestDesk.ts';
import type { ConsoleKey } from '#src/i18n/keys.ts';
import { describeAction, describeActorName, readDetail } from '../audit/describeRecord.ts';
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

/**
 * Everything that happened to the request, from the audit trail, newest first. Reads stand there too; repeated ones in a
 * row are counted, so that they do not bury the rest.
 */
export function renderTimeline(context: PageContext, events: readonly AuditRecord[], nameOf: StaffNames): Html {
  const { t, locale } = context;
  const runs: { readonly what: string; readonly who: string; readonly at: number; count: number }[] = [];
  for (const event of events) {
    const what = describeAction(context, event) + describeReason(context, event, nameOf);
    const who = describeActorName(context, event.actor, nameOf);
    const last = runs.at(-1);
    if (last?.what === what && last.who === who) last.count += 1;
    else runs.push({ what, who, at: event.at, count: 1 });
  }
  return html`<section class="card" aria-labelledby="timeline-title">
<h2 id="timeline-title">${t('timeline.title')}</h2>
<ol class="timeline">${runs.map(({ what, who, at, count }) => html`<li>${timeElement(at, locale)}<span>${what}${count > 1 && html` <b class="times">${count}×</b>`}</span><bdi class="who">${who}</bdi></li>`)}</ol>
</section>`;
}

/** What the entry adds: to whom the request was given, and why. */
function describeReason({ t }: PageContext, { action, detail }: AuditRecord, nameOf: StaffNames): string {
  const { reason, to } = readDetail(detail);
  const group = REASON_GROUPS[action as keyof typeof REASON_GROUPS];
  const known: readonly string[] = group?.reasons ?? [];
  const why = typeof reason === 'string' && known.includes(reason) ? t(`${group.texts}.${reason}` as ConsoleKey) : '';
  const whom = typeof to === 'string' ? (nameOf(to) ?? t('request.formerStaff')) : '';
  return [whom, why]
    .filter((part) => part !== '')
    .map((part) => ` – ${part}`)
    .join('');
}

const HANDOVER = { reasons: HANDOVER_REASONS, texts: 'handover' } as const;

/** The actions that carry a reason, and where its words stand. */
const REASON_GROUPS = {
  'request.resolved': { reasons: RESOLUTION_REASONS, texts: 'resolution' },
  'request.reopened': { reasons: REOPEN_REASONS, texts: 'reopening' },
  'request.released': HANDOVER,
  'request.assigned': HANDOVER,
  'request.transferred': HANDOVER,
} as const satisfies Partial<Record<AuditAction, { readonly reasons: readonly string[]; readonly texts: string }>>;
