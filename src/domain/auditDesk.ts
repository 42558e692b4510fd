import type { AuditEntry, AuditFilter, AuditRecord, AuditVerification } from './audit.ts';

/** What the console needs of the audit trail, each call in a transaction of its own. */
export interface AuditDesk {
  /** Writes one entry that belongs to no other change, such as a refused page. */
  record(entry: AuditEntry): Promise<void>;
  /** The newest records first. */
  list(filter: AuditFilter): Promise<readonly AuditRecord[]>;
  /** Reads the whole chain, so call it when somebody asks. */
  verify(): Promise<AuditVerification>;
}
