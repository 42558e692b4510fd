import { createHash } from 'node:crypto';
import type { Clock } from '#src/domain/clock.ts';
import { type AppendResult, activityIdOf, type LoggedActivity, type NewActivity } from '#src/domain/conversationLog.ts';
import type { Sealer } from '#src/domain/sealing.ts';
import {
  ACTIVITY_COLUMNS,
  type ActivityRow,
  activityContext,
  conversationKeyOwner,
  openActivity,
} from './activityRow.ts';
import type { DataKeys } from './sealing/dataKeys.ts';
import type { Sql } from './sql.ts';

/**
 * Appends one activity within the caller's transaction. The counter row of the conversation is updated first: its lock
 * orders the writers, so that `seq` has no gaps and a reader's watermark never steps over a commit that comes late.
 */
export async function appendActivity(
  { sql, dataKeys, clock }: { readonly sql: Sql; readonly dataKeys: DataKeys; readonly clock: Clock },
  id: string,
  activity: NewActivity,
): Promise<AppendResult> {
  const { rows } = await sql.query<{ seq: number; timestamp: number; wrapped: string | null }>(
    `update conversation set last_seq = last_seq + 1, updated_at = $2,
         last_timestamp = case when last_timestamp >= $2 then last_timestamp + 1 else $2 end
       where id = $1 and ended_at is null returning last_seq as seq, last_timestamp as timestamp,
         (select wrapped from data_key where owner = $3) as wrapped`,
    [id, clock.now(), conversationKeyOwner(id)],
  );
  const position = rows[0];
  if (!position?.wrapped) return { kind: 'ended' };
  const { seq } = position;
  const sealer = dataKeys.open(position.wrapped, conversationKeyOwner(id));
  const origin = await findOrigin(sql, id, activity.replaces);
  const { originSeq, timestamp } = origin ?? { originSeq: seq, timestamp: position.timestamp };
  const mark = activity.clientActivityId === undefined ? null : clientMark(activity.clientActivityId);
  const sealed = sealer.seal(JSON.stringify(activity.body), activityContext(id, seq));
  const { count } = await sql.query(
    `insert into activity (conversation_id, seq, origin_seq, timestamp, client_mark, is_pending, sealed)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict (conversation_id, client_mark) do nothing`,
    [id, seq, originSeq, timestamp, mark, activity.needsTurn ? 1 : 0, sealed],
  );
  if (count === 0 && mark !== null) {
    return { kind: 'duplicate', activity: await findDuplicate(sql, id, mark, sealer) };
  }
  return { kind: 'stored', activity: { seq, timestamp, id: activityIdOf(id, originSeq), body: activity.body } };
}

/** The activity that a new one replaces on the screen: it hands on id and timestamp. */
async function findOrigin(
  sql: Sql,
  id: string,
  replaced: string | undefined,
): Promise<{ readonly originSeq: number; readonly timestamp: number } | undefined> {
  const originSeq = Number(replaced?.slice(id.length + 1));
  if (!Number.isSafeInteger(originSeq) || replaced !== activityIdOf(id, originSeq)) return undefined;
  const { rows } = await sql.query<{ timestamp: number }>(
    'select timestamp from activity where conversation_id = $1 and seq = $2 and origin_seq = $2',
    [id, originSeq],
  );
  return rows[0] && { originSeq, timestamp: rows[0].timestamp };
}

async function findDuplicate(sql: Sql, id: string, mark: string, sealer: Sealer): Promise<LoggedActivity> {
  // The counter was raised for an activity that is not stored: its row is still ours, so take that back.
  await sql.query('update conversation set last_seq = last_seq - 1 where id = $1', [id]);
  const { rows } = await sql.query<ActivityRow>(
    `select ${ACTIVITY_COLUMNS} from activity where conversation_id = $1 and client_mark = $2`,
    [id, mark],
  );
  if (!rows[0]) throw new Error('An activity is neither new nor stored');
  return openActivity(id, rows[0], sealer);
}

/** The client chooses its ids: only their hash is kept, which has one length and tells nothing. */
function clientMark(clientActivityId: string): string {
  return createHash('sha256').update(clientActivityId).digest('hex').slice(0, 32);
}
