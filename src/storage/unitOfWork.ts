import type { Clock } from '#src/domain/clock.ts';
import type { Ids } from '#src/domain/ids.ts';
import type { UnitOfWork } from '#src/domain/unitOfWork.ts';
import { appendActivity } from './appendActivity.ts';
import { createAttempts } from './attempts.ts';
import { createAuditTrail } from './auditTrail.ts';
import { createContactRequestStore } from './contactRequests.ts';
import { createLiveChatStore } from './liveChatStore.ts';
import { createOfficeActivity } from './officeActivity.ts';
import { createOutbox } from './outboxStore.ts';
import { createQuestionStore } from './questionStore.ts';
import { createReportStore } from './reportStore.ts';
import type { DataKeys } from './sealing/dataKeys.ts';
import type { Keyring } from './sealing/keyring.ts';
import type { Database } from './sql.ts';

export interface UnitOfWorkOptions {
  readonly db: Database;
  readonly keyring: Keyring;
  readonly dataKeys: DataKeys;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly onTombstone: (mark: string, erasedAt: number) => void;
}

/** Joins the stores of the contact desk in one transaction. */
export function createUnitOfWork(options: UnitOfWorkOptions): UnitOfWork {
  const { db, keyring, clock, ids } = options;
  return {
    run: (work) =>
      db.tx((sql) =>
        work({
          requests: createContactRequestStore({ ...options, sql }),
          liveChats: createLiveChatStore({ ...options, sql }),
          isChatOpen: async (id) => {
            const { count } = await sql.query('select id from conversation where id = $1 and ended_at is null', [id]);
            return count > 0;
          },
          appendActivity: (id, activity) => appendActivity({ ...options, sql }, id, activity),
          secretAttempts: createAttempts(sql, keyring, clock, 'reference'),
          outbox: createOutbox(sql, db.skipLocked, clock, ids),
          officeActivity: createOfficeActivity(sql, clock),
          reports: createReportStore(sql),
          questions: createQuestionStore(options, sql),
          audit: createAuditTrail(sql, clock),
        }),
      ),
    scrub: () => db.scrub(),
  };
}
