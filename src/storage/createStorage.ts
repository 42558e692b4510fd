import { join } from 'node:path';
import type { AuditActor } from '#src/domain/audit.ts';
import type { AuditDesk } from '#src/domain/auditDesk.ts';
import type { Clock } from '#src/domain/clock.ts';
import type { ConversationLog, TurnLedger } from '#src/domain/conversationLog.ts';
import type { Ids } from '#src/domain/ids.ts';
import type { OneTimeMarks } from '#src/domain/oneTimeMarks.ts';
import type { RetentionStore } from '#src/domain/retention.ts';
import type { SecondFactors } from '#src/domain/secondFactors.ts';
import type { SecretHasher } from '#src/domain/secretHasher.ts';
import type { StaffDirectory } from '#src/domain/staffDirectory.ts';
import type { StaffSessions } from '#src/domain/staffSessions.ts';
import type { StateStore } from '#src/domain/stateStore.ts';
import type { UnitOfWork } from '#src/domain/unitOfWork.ts';
import { CODE_COST, createArgon2Hasher, PASSWORD_COST } from './argon2Hasher.ts';
import { createAuditDesk } from './auditDesk.ts';
import { createConversationLog } from './conversationLog.ts';
import { createOneTimeMarks } from './oneTimeMarks.ts';
import { createRetentionStore } from './retentionStore.ts';
import { createDataKeys } from './sealing/dataKeys.ts';
import type { Keyring } from './sealing/keyring.ts';
import { createSecondFactors } from './secondFactors.ts';
import type { Database } from './sql.ts';
import { createStaffDirectory } from './staffDirectory.ts';
import { createStaffSessions } from './staffSessions.ts';
import { createStateStore } from './stateStore.ts';
import { createTombstoneJournal, TOMBSTONE_FILE_NAME } from './tombstoneJournal.ts';
import { createTurnLedger } from './turnLedger.ts';
import { createUnitOfWork } from './unitOfWork.ts';

export interface StorageOptions {
  readonly db: Database;
  readonly keyring: Keyring;
  /** Where the journal of tombstones lies, with either database. */
  readonly dataDir: string;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Whose name stands in the trail when accounts are changed: the command line unless told. */
  readonly administrator?: AuditActor;
}

/** Everything that is stored, behind the ports of the domain. */
export interface Storage {
  readonly conversationLog: ConversationLog;
  readonly turnLedger: TurnLedger;
  readonly stateStore: StateStore;
  readonly unitOfWork: UnitOfWork;
  readonly staffDirectory: StaffDirectory;
  readonly staffSessions: StaffSessions;
  readonly secondFactors: SecondFactors;
  readonly auditDesk: AuditDesk;
  readonly oneTimeMarks: OneTimeMarks;
  readonly retentionStore: RetentionStore;
  /** For the codes of people; passwords are hashed inside the directory, at a higher cost. */
  readonly codeHasher: SecretHasher;
}

/** Builds the repositories over an open database. */
export function createStorage(options: StorageOptions): Storage {
  const { db, keyring, clock, ids } = options;
  const dataKeys = createDataKeys(keyring, clock);
  const journal = createTombstoneJournal(join(options.dataDir, TOMBSTONE_FILE_NAME));
  const administrator = options.administrator ?? { kind: 'commandLine' };
  const staffDirectory = createStaffDirectory({
    db,
    keyring,
    hasher: createArgon2Hasher(PASSWORD_COST, ids),
    clock,
    ids,
    administrator,
  });
  return {
    conversationLog: createConversationLog(db, keyring, dataKeys, clock),
    turnLedger: createTurnLedger(db, dataKeys, clock),
    stateStore: createStateStore(db, keyring, clock),
    unitOfWork: createUnitOfWork({
      db,
      keyring,
      dataKeys,
      clock,
      ids,
      onTombstone: (mark, erasedAt) => journal.append(mark, erasedAt),
    }),
    staffDirectory,
    staffSessions: createStaffSessions({ db, keyring, directory: staffDirectory, clock, ids }),
    secondFactors: createSecondFactors({ db, keyring, clock, ids, administrator }),
    auditDesk: createAuditDesk(db, clock),
    oneTimeMarks: createOneTimeMarks(db, keyring, clock),
    retentionStore: createRetentionStore(db, dataKeys, clock),
    codeHasher: createArgon2Hasher(CODE_COST, ids),
  };
}
