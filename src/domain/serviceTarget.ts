import { DAY_MS, HOUR_MS } from './clock.ts';
import type { ContactRequestRecord } from './contactRequestStore.ts';
import type { Office } from './office.ts';
import { type WorkingWeek, workingTimeBetween } from './officeHours.ts';

/** How long people should wait at most, in working hours of their office, counted from the moment they began to wait. */
export interface ServiceTargets {
  /** Until somebody has taken the request. */
  readonly takeHours: number;
  /** Until the request is closed: longer than that, and whoever has taken it may have forgotten it. */
  readonly resolveHours: number;
}

export const DEFAULT_SERVICE_TARGETS: ServiceTargets = { takeHours: 8, resolveHours: 40 };

/** The clock of one request. */
export interface ServiceClock {
  /** Working time that the person has waited. */
  readonly waitedMs: number;
  readonly targetMs: number;
  readonly isOverdue: boolean;
}

/** The statuses in which a person waits for us, and the target that counts there. */
const RUNNING = [
  ['pending', 'takeHours'],
  ['open', 'resolveHours'],
] as const;

/** Reads the clock of a request; `undefined` once it is closed. */
export function readServiceClock(
  record: Pick<ContactRequestRecord, 'office' | 'status' | 'waitingSince'>,
  now: number,
  targets: ServiceTargets,
  week?: WorkingWeek,
): ServiceClock | undefined {
  const running = RUNNING.find(([status]) => status === record.status);
  if (!running) return undefined;
  const waitedMs = workingTimeBetween(record.office, record.waitingSince, now, week);
  const targetMs = targets[running[1]] * HOUR_MS;
  return { waitedMs, targetMs, isOverdue: waitedMs >= targetMs };
}

/** Since when a request must have waited, at the latest, to be overdue: the same rule for a database. */
export interface OverdueSince {
  readonly office: Office;
  readonly status: 'pending' | 'open';
  readonly atLatest: number;
}

export function findOverdueSince(
  offices: readonly Office[],
  now: number,
  targets: ServiceTargets,
  weeks: Readonly<Partial<Record<Office, WorkingWeek>>>,
): readonly OverdueSince[] {
  return offices.flatMap((office) =>
    RUNNING.map(([status, target]) => ({
      office,
      status,
      atLatest: workingTimeAgo(office, targets[target] * HOUR_MS, now, weeks[office]),
    })),
  );
}

/** Longer than any office is closed. */
const MAX_DAYS_BACK = 400;

/** The latest instant from which the office has worked for `workingMs`: walk back, then halve the day. */
function workingTimeAgo(office: Office, workingMs: number, now: number, week: WorkingWeek | undefined): number {
  let missing = workingMs;
  let end = now;
  for (let day = 0; day < MAX_DAYS_BACK; day += 1) {
    const worked = workingTimeBetween(office, end - DAY_MS, end, week);
    if (worked >= missing) {
      let early = end - DAY_MS;
      let late = end;
      while (late - early > 1) {
        const middle = Math.floor((early + late) / 2);
        if (workingTimeBetween(office, middle, end, week) >= missing) early = middle;
        else late = middle;
      }
      return early;
    }
    missing -= worked;
    end -= DAY_MS;
  }
  throw new Error(`The office ${office} hardly ever works: check its working hours`);
}
