import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_WORKING_WEEK } from '#src/domain/officeHours.ts';
import { findOverdueSince, readServiceClock } from '#src/domain/serviceTarget.ts';

const HOUR = 3_600_000;
const TARGETS = { takeHours: 8, resolveHours: 40 };
const at = (time: string) => Date.parse(time);

describe('the clock of a request', () => {
  it('counts working hours only, and is overdue when the target is reached', () => {
    const record = { office: 'BE', status: 'pending', waitingSince: at('2027-03-05T15:00:00Z') } as const; // Friday, 16:00
    expect(readServiceClock(record, at('2027-03-08T08:00:00Z'), TARGETS)).toEqual({
      waitedMs: HOUR,
      targetMs: 8 * HOUR,
      isOverdue: false,
    });
    expect(readServiceClock(record, at('2027-03-08T14:59:59Z'), TARGETS)?.isOverdue).toBe(false);
    expect(readServiceClock(record, at('2027-03-08T15:00:00Z'), TARGETS)?.isOverdue).toBe(true);
  });

  it('has another target once somebody has taken it, and stops when it is closed', () => {
    const record = { office: 'BE', waitingSince: at('2027-03-01T08:00:00Z') } as const;
    const now = at('2027-03-05T15:59:00Z');
    expect(readServiceClock({ ...record, status: 'open' }, now, TARGETS)?.isOverdue).toBe(false);
    expect(readServiceClock({ ...record, status: 'open' }, now + 60_000, TARGETS)?.isOverdue).toBe(true);
    for (const status of ['resolved', 'withdrawn', 'erased'] as const)
      expect(readServiceClock({ ...record, status }, now, TARGETS)).toBeUndefined();
  });

  it('is the same rule for one request and for the database', () => {
    const start = at('2027-03-20T00:00:00Z'); // Holidays, weekends and the change of the clocks follow.
    const time = fc.integer({ min: start, max: start + 60 * 24 * HOUR });
    fc.assert(
      fc.property(
        time,
        time,
        fc.constantFrom('BE', 'LU'),
        fc.constantFrom('pending', 'open'),
        (a, b, office, status) => {
          const [waitingSince, now] = [Math.min(a, b), Math.max(a, b)];
          const clock = readServiceClock({ office, status, waitingSince }, now, TARGETS);
          const [threshold] = findOverdueSince([office], now, TARGETS, {}).filter((each) => each.status === status);
          expect(waitingSince <= (threshold?.atLatest ?? 0)).toBe(clock?.isOverdue);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('refuses an office that never works', () => {
    const never = { ...DEFAULT_WORKING_WEEK, shifts: {} };
    expect(() => findOverdueSince(['BE'], 0, TARGETS, { BE: never })).toThrow('hardly ever works');
  });
});
