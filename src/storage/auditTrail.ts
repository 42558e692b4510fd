import { createHash } from 'node:crypto';
import { type AuditRecord, type AuditTrail, describeActor } from '#src/domain/audit.ts';
import type { Clock } from '#src/domain/clock.ts';
import type { Sql, SqlValue } from './sql.ts';

const DEFAULT_LIMIT = 100;

/** The audit trail within one transaction. */
export function createAuditTrail(sql: Sql, clock: Clock): AuditTrail {
  return {
    async append(entry) {
      // The row lock orders the writers; `hash` is still that of the record before.
      const { rows } = await sql.query<{ seq: number; hash: string }>(
        'update audit_head set seq = seq + 1 where id = 1 returning seq, hash',
      );
      const head = rows[0];
      if (!head) throw new Error('The audit chain has no head');
      const record = {
        seq: head.seq,
        at: clock.now(),
        actor: describeActor(entry.actor),
        action: entry.action,
        subject: entry.subject,
        detail: JSON.stringify(entry.detail ?? {}),
      };
      const hash = hashRecord(head.hash, record);
      await sql.query(
        'insert into audit (seq, at, actor, action, subject, detail, hash) values ($1, $2, $3, $4, $5, $6, $7)',
        [record.seq, record.at, record.actor, record.action, record.subject, record.detail, hash],
      );
      await sql.query('update audit_head set hash = $1 where id = 1', [hash]);
    },
    async list({ subject, action, after, beforeSeq, limit }) {
      const conditions: string[] = [];
      const params: SqlValue[] = [];
      if (subject !== undefined) conditions.push(`subject = $${params.push(subject)}`);
      if (action !== undefined) conditions.push(`action = $${params.push(action)}`);
      if (after !== undefined) conditions.push(`at > $${params.push(after)}`);
      if (beforeSeq !== undefined) conditions.push(`seq < $${params.push(beforeSeq)}`);
      const where = conditions.length > 0 ? `where ${conditions.join(' and ')}` : '';
      const { rows } = await sql.query<AuditRecord>(
        `select seq, at, actor, action, subject, detail, hash from audit ${where}
         order by seq desc limit $${params.push(limit ?? DEFAULT_LIMIT)}`,
        params,
      );
      return rows;
    },
    async countRead(reader, after) {
      const { rows } = await sql.query<{ pages: number; reveals: number }>(
        `select count(distinct case when detail like '{"screen":"page"%' then subject end) as pages,
           count(distinct case when detail not like '{"screen":"page"%' then subject end) as reveals
         from audit where actor = $1 and action = 'request.opened' and at > $2`,
        [describeActor({ kind: 'staff', id: reader }), after],
      );
      return { pages: rows[0]?.pages ?? 0, reveals: rows[0]?.reveals ?? 0 };
    },
    async head() {
      const { rows } = await sql.query<{ seq: number; hash: string }>('select seq, hash from audit_head where id = 1');
      if (!rows[0]) throw new Error('The audit chain has no head');
      return rows[0];
    },
  };
}

/** The hash that ties a record to the one before it. */
export function hashRecord(previousHash: string, record: Omit<AuditRecord, 'hash'>): string {
  const { seq, at, actor, action, subject, detail } = record;
  return createHash('sha256')
    .update(JSON.stringify([previousHash, seq, at, actor, action, subject, detail]))
    .digest('hex');
}
