import type { ContactRequestId, ContactRequestStatus, Reference } from '#src/domain/contactRequest.ts';
import type { ContactRequestRecord, NoticeState } from '#src/domain/contactRequestStore.ts';
import type { Office } from '#src/domain/office.ts';
import type { StaffId } from '#src/domain/staff.ts';

/** The columns of a request that are no personal data. */
export const REQUEST_COLUMNS = `id, reference, kind, status, version, office, country, locale, channel, conversation_id,
  means_kind, is_urgent, assignee, notice_state, created_at, waiting_since, closed_at`;

/** A row of `contact_request` as `REQUEST_COLUMNS` select it. */
export interface RequestRow {
  readonly id: ContactRequestId;
  readonly reference: Reference;
  readonly kind: 'return' | 'minor';
  readonly status: ContactRequestStatus;
  readonly version: number;
  readonly office: Office;
  readonly country: Office | null;
  readonly locale: string;
  readonly channel: string;
  readonly conversation_id: string;
  readonly means_kind: ContactRequestRecord['meansKind'];
  readonly is_urgent: number;
  readonly assignee: StaffId | null;
  readonly notice_state: NoticeState;
  readonly created_at: number;
  readonly waiting_since: number;
  readonly closed_at: number | null;
}

export function toRecord(row: RequestRow): ContactRequestRecord {
  return {
    id: row.id,
    reference: row.reference,
    kind: row.kind,
    status: row.status,
    version: row.version,
    office: row.office,
    country: row.country ?? undefined,
    locale: row.locale,
    channel: row.channel,
    conversationId: row.conversation_id,
    meansKind: row.means_kind,
    isUrgent: row.is_urgent === 1,
    assignee: row.assignee ?? undefined,
    noticeState: row.notice_state,
    createdAt: row.created_at,
    waitingSince: row.waiting_since,
    closedAt: row.closed_at ?? undefined,
  };
}
