import { activityIdOf, type LoggedActivity } from '#src/domain/conversationLog.ts';
import type { Sealer } from '#src/domain/sealing.ts';
import type { KeyOwner } from './sealing/dataKeys.ts';

/** What is selected of `activity` to give it back. */
export const ACTIVITY_COLUMNS = 'activity.seq, activity.origin_seq, activity.timestamp, activity.sealed';

export interface ActivityRow {
  readonly seq: number;
  readonly origin_seq: number;
  readonly timestamp: number;
  readonly sealed: string;
}

/** Who owns the data key of a conversation's activities. */
export function conversationKeyOwner(conversationId: string): KeyOwner {
  return `conversation:${conversationId}`;
}

/** The place a body is bound to. */
export function activityContext(conversationId: string, seq: number): string {
  return `activity:${conversationId}:${seq}:body:1`;
}

/** @throws {UnreadableRecordError} */
export function openActivity(conversationId: string, row: ActivityRow, sealer: Sealer): LoggedActivity {
  return {
    seq: row.seq,
    timestamp: row.timestamp,
    id: activityIdOf(conversationId, row.origin_seq),
    body: JSON.parse(sealer.open(row.sealed, activityContext(conversationId, row.seq))),
  };
}
