import type { Alarm, Alarms } from '#src/domain/alarms.ts';
import { type Clock, HOUR_MS } from '#src/domain/clock.ts';
import type { Logger } from '#src/domain/logger.ts';
import type { MaskedPart } from '#src/domain/requestDesk.ts';
import type { StaffMember } from '#src/domain/staff.ts';
import type { Stores } from '#src/domain/unitOfWork.ts';

/** How many different requests somebody may read within an hour before a lead should ask why (S-04). */
export interface ReadingLimits {
  readonly pages: number;
  /** Requests of which a number, an address, a name, words or a chat were shown. */
  readonly reveals: number;
}

export const DEFAULT_READING_LIMITS: ReadingLimits = { pages: 120, reveals: 40 };

export interface ReadingWatchOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly alarms: Alarms;
  readonly limits: ReadingLimits;
}

/** What was read: the page with everything masked, one masked part, or the chat up to a message. */
type Reading = { readonly screen: 'page' | MaskedPart } | { readonly screen: 'chat'; readonly throughSeq: number };

type BulkReading = Extract<Alarm, { readonly kind: 'bulkReading' }>;

/** Writes down what staff read (M-19), and notices who reads unusually many requests. Nothing is blocked. */
export interface ReadingWatch {
  /**
   * Adds the audit row of one reading, within the caller's transaction and before anything is given out.
   * @returns what to `raise` after the commit; at most one an hour for each member.
   */
  note(
    stores: Pick<Stores, 'audit'>,
    member: StaffMember,
    requestId: string,
    reading: Reading,
  ): Promise<BulkReading | undefined>;
  raise(alarm: BulkReading | undefined): void;
}

export function createReadingWatch({ clock, logger, alarms, limits }: ReadingWatchOptions): ReadingWatch {
  return {
    async note({ audit }, { id }, requestId, detail) {
      await audit.append({ actor: { kind: 'staff', id }, action: 'request.opened', subject: requestId, detail });
      const after = clock.now() - HOUR_MS;
      const { pages, reveals } = await audit.countRead(id, after);
      if (pages < limits.pages && reveals < limits.reveals) return undefined;
      // The row above holds the chain: of two readings at the same moment, the second sees the alarm of the first.
      const [known] = await audit.list({ subject: id, action: 'access.bulkReading', after, limit: 1 });
      if (known) return undefined;
      await audit.append({
        actor: { kind: 'system' },
        action: 'access.bulkReading',
        subject: id,
        detail: { pages, reveals },
      });
      return { kind: 'bulkReading', staffId: id, pages, reveals };
    },
    raise(alarm) {
      if (!alarm) return;
      logger.error('a staff member has read unusually many requests', { staffId: alarm.staffId });
      alarms.raise(alarm);
    },
  };
}
