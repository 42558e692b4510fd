import type { AuditHead, AuditRecord, AuditVerification } from '#src/domain/audit.ts';
import { hashRecord } from './auditTrail.ts';
import type { Database } from './sql.ts';

const BATCH = 1_000;

/**
 * Walks the whole chain. Finds changed, missing and cut records; with `anchor`, a head that was printed to the log
 * earlier, also a chain that somebody rewrote completely.
 */
export async function verifyAudit(db: Database, anchor?: AuditHead): Promise<AuditVerification> {
  const { floor, head } = await readEnds(db);
  let previous = floor;
  let checked = 0;
  let isAnchorSeen = anchor === undefined || anchor.seq <= floor.seq;
  // Records beyond this head were appended while we read: they are no part of the question, and no false alarm.
  let isHeadSeen = head.seq === floor.seq && head.hash === floor.hash;
  let isFloorExplained = floor.seq === 0;
  for (;;) {
    const records = await readAfter(db, previous.seq);
    for (const record of records) {
      if (record.seq !== previous.seq + 1) return { kind: 'broken', seq: previous.seq + 1, reason: 'missing' };
      if (hashRecord(previous.hash, record) !== record.hash)
        return { kind: 'broken', seq: record.seq, reason: 'changed' };
      if (anchor?.seq === record.seq) {
        if (anchor.hash !== record.hash) return { kind: 'broken', seq: record.seq, reason: 'anchorMismatch' };
        isAnchorSeen = true;
      }
      if (record.seq === head.seq) isHeadSeen = record.hash === head.hash;
      isFloorExplained ||= explainsFloor(record, floor);
      previous = record;
      checked += 1;
    }
    if (records.length < BATCH) break;
  }
  if (!isHeadSeen || !isAnchorSeen) return { kind: 'broken', seq: previous.seq + 1, reason: 'tailCut' };
  if (!isFloorExplained) return { kind: 'broken', seq: floor.seq, reason: 'pruneUnexplained' };
  return { kind: 'intact', head: { seq: head.seq, hash: head.hash }, checked };
}

async function readEnds(db: Database): Promise<{ readonly floor: AuditHead; readonly head: AuditHead }> {
  // In one transaction, so that a writer between the two reads is no false alarm.
  return db.tx(async (sql) => {
    const floor = (await sql.query<AuditHead>('select seq, hash from audit_floor where id = 1')).rows[0];
    const head = (await sql.query<AuditHead>('select seq, hash from audit_head where id = 1')).rows[0];
    if (!floor || !head) throw new Error('The audit chain has no ends');
    return { floor, head };
  });
}

async function readAfter(db: Database, seq: number): Promise<readonly AuditRecord[]> {
  const { rows } = await db.query<AuditRecord>(
    `select seq, at, actor, action, subject, detail, hash from audit where seq > $1 order by seq limit ${BATCH}`,
    [seq],
  );
  return rows;
}

/** Old records were deleted by a purge that said so in the chain itself. */
function explainsFloor(record: AuditRecord, floor: AuditHead): boolean {
  if (record.action !== 'audit.pruned') return false;
  const detail = JSON.parse(record.detail) as { throughSeq?: unknown; throughHash?: unknown };
  return detail.throughSeq === floor.seq && detail.throughHash === floor.hash;
}
