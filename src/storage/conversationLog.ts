import { createHash } from 'node:crypto';
import { BUS_CHANNELS } from '#src/domain/bus.ts';
import type { Clock } from '#src/domain/clock.ts';
import {
  activityIdOf,
  type ConversationLog,
  type ConversationRecord,
  type LoggedActivity,
  type NewActivity,
} from '#src/domain/conversationLog.ts';
import type { Sealer } from '#src/domain/sealing.ts';
import {
  ACTIVITY_COLUMNS,
  type ActivityRow,
  activityContext,
  conversationKeyOwner,
  openActivity,
} from './activityRow.ts';
import type { DataKeys } from './sealing/dataKeys.ts';
import type { Database, Sql } from './sql.ts';

const DEFAULT_READ_LIMIT = 500;

interface ConversationRow {
  readonly id: string;
  readonly user_id: string;
  readonly created_at: number;
  readonly ended_at: number | null;
}

/**
 * The log of the web chat. One counter row per conversation is updated in the transaction of each append: its lock
 * orders the writers, so that `seq` has no gaps and a reader's watermark never steps over a commit that comes late.
 */
export function createConversationLog(db: Database, dataKeys: DataKeys, clock: Clock): ConversationLog {
  async function findRow(sql: Sql, id: string): Promise<ConversationRow | undefined> {
    const { rows } = await sql.query<ConversationRow>(
      'select id, user_id, created_at, ended_at from conversation where id = $1',
      [id],
    );
    return rows[0];
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

  async function append(sql: Sql, id: string, activity: NewActivity): ReturnType<ConversationLog['append']> {
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

  return {
    async open(id, userId) {
      return db.tx(async (sql) => {
        const now = clock.now();
        const { count } = await sql.query(
          `insert into conversation (id, user_id, created_at, updated_at) values ($1, $2, $3, $3)
           on conflict (id) do nothing`,
          [id, userId, now],
        );
        if (count === 1) {
          await dataKeys.create(sql, conversationKeyOwner(id));
          return { record: { id, userId, createdAt: now, endedAt: undefined }, isNew: true };
        }
        const row = await findRow(sql, id);
        if (!row) throw new Error('A conversation is neither new nor stored');
        return { record: toRecord(row), isNew: false };
      });
    },
    async find(id) {
      const row = await findRow(db, id);
      return row && toRecord(row);
    },
    async append(conversationId, activity) {
      const result = await db.tx((sql) => append(sql, conversationId, activity));
      if (result.kind === 'stored') db.bus.publish(BUS_CHANNELS.activity, conversationId);
      return result;
    },
    async read(conversationId, watermark, limit = DEFAULT_READ_LIMIT) {
      const { rows } = await db.query<ActivityRow & { wrapped: string }>(
        `select ${ACTIVITY_COLUMNS}, data_key.wrapped
         from activity join data_key on data_key.owner = $1
         where activity.conversation_id = $2 and activity.seq > $3 order by activity.seq limit $4`,
        [conversationKeyOwner(conversationId), conversationId, watermark, limit],
      );
      if (!rows[0]) return [];
      const sealer = dataKeys.open(rows[0].wrapped, conversationKeyOwner(conversationId));
      return rows.map((row) => openActivity(conversationId, row, sealer));
    },
    async erase(conversationId) {
      await db.tx(async (sql) => {
        await sql.query('update conversation set ended_at = coalesce(ended_at, $2), updated_at = $2 where id = $1', [
          conversationId,
          clock.now(),
        ]);
        await sql.query(
          'delete from bot_state where subject = $1 or subject in (select user_id from conversation where id = $1)',
          [conversationId],
        );
        await sql.query('delete from activity where conversation_id = $1', [conversationId]);
        await dataKeys.destroy(sql, [conversationKeyOwner(conversationId)]);
      });
      await db.scrub();
      db.bus.publish(BUS_CHANNELS.activity, conversationId);
    },
  };
}

/** The client chooses its ids: only their hash is kept, which has one length and tells nothing. */
function clientMark(clientActivityId: string): string {
  return createHash('sha256').update(clientActivityId).digest('hex').slice(0, 32);
}

function toRecord(row: ConversationRow): ConversationRecord {
  return { id: row.id, userId: row.user_id, createdAt: row.created_at, endedAt: row.ended_at ?? undefined };
}
