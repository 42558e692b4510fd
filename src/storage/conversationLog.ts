import { BUS_CHANNELS } from '#src/domain/bus.ts';
import type { Clock } from '#src/domain/clock.ts';
import type { ConversationLog, ConversationRecord } from '#src/domain/conversationLog.ts';
import { ACTIVITY_COLUMNS, type ActivityRow, conversationKeyOwner, openActivity } from './activityRow.ts';
import { appendActivity } from './appendActivity.ts';
import { forgetQuestions } from './questionStore.ts';
import type { DataKeys } from './sealing/dataKeys.ts';
import type { Keyring } from './sealing/keyring.ts';
import type { Database, Sql } from './sql.ts';

const DEFAULT_READ_LIMIT = 500;

interface ConversationRow {
  readonly id: string;
  readonly user_id: string;
  readonly created_at: number;
  readonly ended_at: number | null;
}

/** The log of the web chat. Appends of one conversation never overlap: `appendActivity` says how. */
export function createConversationLog(
  db: Database,
  keyring: Pick<Keyring, 'mark'>,
  dataKeys: DataKeys,
  clock: Clock,
): ConversationLog {
  async function findRow(sql: Sql, id: string): Promise<ConversationRow | undefined> {
    const { rows } = await sql.query<ConversationRow>(
      'select id, user_id, created_at, ended_at from conversation where id = $1',
      [id],
    );
    return rows[0];
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
      const result = await db.tx((sql) => appendActivity({ sql, dataKeys, clock }, conversationId, activity));
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
        await forgetQuestions(sql, keyring, conversationId);
      });
      await db.scrub();
      db.bus.publish(BUS_CHANNELS.activity, conversationId);
    },
  };
}

function toRecord(row: ConversationRow): ConversationRecord {
  return { id: row.id, userId: row.user_id, createdAt: row.created_at, endedAt: row.ended_at ?? undefined };
}
