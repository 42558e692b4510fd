import type { Clock } from '#src/domain/clock.ts';
import type { PendingTurn, TurnClaim, TurnLedger } from '#src/domain/conversationLog.ts';
import { ACTIVITY_COLUMNS, type ActivityRow, conversationKeyOwner, openActivity } from './activityRow.ts';
import type { DataKeys } from './sealing/dataKeys.ts';
import type { Database, Sql } from './sql.ts';

/** The log of the web chat as a queue of turns, under the same row lock per conversation as `append`. */
export function createTurnLedger(db: Database, dataKeys: DataKeys, clock: Clock): TurnLedger {
  async function finish(sql: Sql, { conversationId, finished }: TurnClaim): Promise<void> {
    if (finished === undefined) return;
    await sql.query('update activity set is_pending = 0 where conversation_id = $1 and seq = $2', [
      conversationId,
      finished,
    ]);
  }

  async function beginOldest(sql: Sql, { conversationId }: TurnClaim): Promise<PendingTurn | undefined> {
    const { rows } = await sql.query<ActivityRow & { attempts: number }>(
      `update activity set attempts = attempts + 1 where conversation_id = $1 and seq = (
         select min(seq) from activity where conversation_id = $1 and is_pending = 1
       ) returning ${ACTIVITY_COLUMNS}, attempts`,
      [conversationId],
    );
    const row = rows[0];
    const sealer = row && (await dataKeys.find(sql, conversationKeyOwner(conversationId)));
    return row && sealer && { activity: openActivity(conversationId, row, sealer), attempt: row.attempts };
  }

  return {
    claim: (claim) =>
      db.tx(async (sql) => {
        const now = clock.now();
        // Changes nothing, but takes the lock that orders claims and appends.
        const { rows } = await sql.query<{ turn_owner: string | null; turn_until: number }>(
          `update conversation set last_seq = last_seq where id = $1 and ended_at is null
           returning turn_owner, turn_until`,
          [claim.conversationId],
        );
        const lease = rows[0];
        if (!lease) return undefined;
        await finish(sql, claim);
        if (lease.turn_owner !== null && lease.turn_owner !== claim.owner && lease.turn_until > now) return undefined;
        const turn = await beginOldest(sql, claim);
        await sql.query('update conversation set turn_owner = $2, turn_until = $3 where id = $1', [
          claim.conversationId,
          turn ? claim.owner : null,
          turn ? now + claim.leaseMs : 0,
        ]);
        return turn;
      }),
    async renew(conversationId, owner, leaseMs) {
      await db.query('update conversation set turn_until = $3 where id = $1 and turn_owner = $2', [
        conversationId,
        owner,
        clock.now() + leaseMs,
      ]);
    },
    async findWaiting(owner, limit) {
      const { rows } = await db.query<{ id: string }>(
        `select distinct conversation.id from activity join conversation on conversation.id = activity.conversation_id
         where activity.is_pending = 1 and conversation.ended_at is null
           and (conversation.turn_owner is null or conversation.turn_owner = $1 or conversation.turn_until <= $2)
         limit $3`,
        [owner, clock.now(), limit],
      );
      return rows.map((row) => row.id);
    },
  };
}
