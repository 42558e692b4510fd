import type { AuditDesk } from '#src/domain/auditDesk.ts';
import type { Clock } from '#src/domain/clock.ts';
import { createAuditTrail } from './auditTrail.ts';
import type { Database } from './sql.ts';
import { verifyAudit } from './verifyAudit.ts';

/** The audit trail as the console sees it. */
export function createAuditDesk(db: Database, clock: Clock): AuditDesk {
  return {
    record: (entry) => db.tx((sql) => createAuditTrail(sql, clock).append(entry)),
    list: (filter) => db.tx((sql) => createAuditTrail(sql, clock).list(filter)),
    verify: () => verifyAudit(db),
  };
}
