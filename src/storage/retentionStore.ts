import { type Clock, DAY_MS } from '#src/domain/clock.ts';
import type { PurgeKind, RetentionRules, RetentionStore } from '#src/domain/retention.ts';
import { createAuditTrail } from './auditTrail.ts';
import { eraseContactRequest } from './eraseContactRequest.ts';
import type { DataKeys } from './sealing/dataKeys.ts';
import { type Database, placeholders, type Sql, type SqlValue } from './sql.ts';

interface DueRows {
  /** Table, or tables with one key each, and the condition under which a row is due. */
  readonly table: string;
  readonly key: string;
  readonly condition: string;
  readonly params: readonly SqlValue[];
}

/** Deletes what retention says, in batches, each of them one transaction. */
export function createRetentionStore(db: Database, dataKeys: DataKeys, clock: Clock): RetentionStore {
  async function selectDue(sql: Sql, due: DueRows, limit: number): Promise<readonly string[]> {
    const { rows } = await sql.query<{ key: string | number }>(
      `select ${due.key} as key from ${due.table} where ${due.condition} order by ${due.key} limit $${due.params.length + 1}`,
      [...due.params, limit],
    );
    return rows.map((row) => String(row.key));
  }

  async function deleteKeys(sql: Sql, kind: PurgeKind, keys: readonly string[]): Promise<void> {
    const list = placeholders(keys.length);
    switch (kind) {
      case 'botState':
        await sql.query(`delete from bot_state where key in (${list})`, keys);
        return;
      case 'conversation':
        await dataKeys.destroy(
          sql,
          keys.map((id) => `conversation:${id}` as const),
        );
        await sql.query(`delete from activity where conversation_id in (${list})`, keys);
        await sql.query(`delete from bot_state where subject in (${list})`, keys);
        await sql.query(`delete from conversation where id in (${list})`, keys);
        return;
      case 'contactRequest':
        return deleteRequests(sql, keys);
      case 'audit':
        return pruneAudit(sql, keys);
      case 'question':
        await sql.query(`delete from question_mark where question_id in (${list})`, keys);
        await sql.query(`delete from open_question where id in (${list})`, keys);
        return;
      case 'questionMark':
        await sql.query(`delete from question_mark where question_id in (${list})`, keys);
        return;
      case 'trace':
        await sql.query(`delete from outbox where id in (${list})`, keys);
    }
  }

  async function deleteRequests(sql: Sql, ids: readonly string[]): Promise<void> {
    const { rows } = await sql.query<{ id: string; conversation_id: string }>(
      `select id, conversation_id from contact_request where id in (${placeholders(ids.length)})`,
      ids,
    );
    const trail = createAuditTrail(sql, clock);
    for (const { id, conversation_id } of rows) {
      await eraseContactRequest(sql, dataKeys, { id, conversationId: conversation_id });
      await trail.append({ actor: { kind: 'system' }, action: 'request.purged', subject: id });
    }
  }

  /** Deletes old records after the chain itself has said that they go. */
  async function pruneAudit(sql: Sql, seqs: readonly string[]): Promise<void> {
    const throughSeq = Math.max(...seqs.map(Number));
    const { rows } = await sql.query<{ hash: string }>('select hash from audit where seq = $1', [throughSeq]);
    const throughHash = rows[0]?.hash ?? '';
    await createAuditTrail(sql, clock).append({
      actor: { kind: 'system' },
      action: 'audit.pruned',
      subject: '',
      detail: { throughSeq, throughHash },
    });
    await sql.query('update audit_floor set seq = $1, hash = $2 where id = 1', [throughSeq, throughHash]);
    await sql.query('delete from audit where seq <= $1', [throughSeq]);
  }

  return {
    async count(kind, rules, now) {
      const { table, condition, params } = describeDue(kind, rules, now);
      const due = await db.query<{ amount: number }>(
        `select count(*) as amount from ${table} where ${condition}`,
        params,
      );
      const total = await db.query<{ amount: number }>(`select count(*) as amount from ${table}`);
      return { due: due.rows[0]?.amount ?? 0, total: total.rows[0]?.amount ?? 0 };
    },
    async purgeBatch(kind, rules, now, limit) {
      if (kind === 'trace') await deleteExpiredMarks(db, now);
      return db.tx(async (sql) => {
        const keys = await selectDue(sql, describeDue(kind, rules, now), limit);
        if (keys.length > 0) await deleteKeys(sql, kind, keys);
        return keys.length;
      });
    },
    async overdueRequests(rules, now) {
      const { rows } = await db.query<{ id: string }>(
        `select id from contact_request where status in ('pending', 'open') and created_at <= $1 order by created_at`,
        [now - rules.unresolvedAlarmMs],
      );
      return rows.map((row) => row.id);
    },
    async lastPurgeAt() {
      const { rows } = await db.query<{ at: number }>('select at from purge_run where id = 1');
      return rows[0]?.at;
    },
    async setLastPurgeAt(at) {
      await db.query('insert into purge_run (id, at) values (1, $1) on conflict (id) do update set at = excluded.at', [
        at,
      ]);
    },
  };
}

function describeDue(kind: PurgeKind, rules: RetentionRules, now: number): DueRows {
  switch (kind) {
    case 'botState':
      return { table: 'bot_state', key: 'key', condition: 'updated_at <= $1', params: [now - rules.idleChatMs] };
    case 'conversation':
      // A chat that made a request lives as long as the request does.
      return {
        table: 'conversation',
        key: 'id',
        condition: `updated_at <= $1 and not exists (
          select 1 from contact_request where contact_request.conversation_id = conversation.id)`,
        params: [now - rules.idleChatMs],
      };
    case 'contactRequest':
      return {
        table: 'contact_request',
        key: 'id',
        condition: 'closed_at <= $1',
        params: [now - rules.closedRequestMs],
      };
    case 'audit':
      return { table: 'audit', key: 'seq', condition: 'at <= $1', params: [now - rules.auditMs] };
    case 'question':
      return { table: 'open_question', key: 'id', condition: 'delete_at <= $1', params: [now] };
    case 'questionMark':
      return { table: 'question_mark', key: 'question_id', condition: 'expires_at <= $1', params: [now] };
    case 'trace':
      // The notices of a request stay with it: staff see what became of them, and none is written a second time.
      return {
        table: 'outbox',
        key: 'id',
        condition: `state = 'done' and updated_at <= $1 and not exists (
          select 1 from contact_request where contact_request.id = outbox.subject)`,
        params: [now - rules.traceMs],
      };
  }
}

/** Counters, marks and sessions that ran out protect nobody any more, and are no personal data. */
async function deleteExpiredMarks(db: Database, now: number): Promise<void> {
  await db.query('delete from attempt where updated_at <= $1 and locked_until <= $2', [now - DAY_MS, now]);
  await db.query('delete from one_time_mark where expires_at <= $1', [now]);
  await db.query('delete from staff_second_step where expires_at <= $1', [now]);
  await db.query('delete from staff_session where ends_at <= $1 or used_at <= $2', [now, now - DAY_MS]);
}
