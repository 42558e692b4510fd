import type { AuditVerification } from '#src/domain/audit.ts';
import type { AuditDesk } from '#src/domain/auditDesk.ts';
import { type Clock, MINUTE_MS } from '#src/domain/clock.ts';

/** What the last check of the whole chain found, and when. */
export interface ChainState {
  readonly checkedAt: number;
  readonly verification: AuditVerification;
}

export interface ChainCheck {
  /** The last result; a new one if somebody asks for it, or if it is older than ten minutes. */
  read(isForced: boolean): Promise<ChainState>;
}

/** A check reads every record: a page that is opened often must not do that each time. */
const FRESH_MS = 10 * MINUTE_MS;

/** Checks the chain for the audit page, never twice at the same time. */
export function createChainCheck(audit: Pick<AuditDesk, 'verify'>, clock: Clock): ChainCheck {
  let last: ChainState | undefined;
  let running: Promise<ChainState> | undefined;

  async function check(): Promise<ChainState> {
    try {
      last = { verification: await audit.verify(), checkedAt: clock.now() };
      return last;
    } finally {
      running = undefined;
    }
  }

  return {
    async read(isForced) {
      if (last && !isForced && clock.now() - last.checkedAt < FRESH_MS) return last;
      running ??= check();
      return running;
    },
  };
}
