import type { Alarms } from '#src/domain/alarms.ts';
import { BUS_CHANNELS, type Bus } from '#src/domain/bus.ts';
import { type Clock, HOUR_MS, MINUTE_MS } from '#src/domain/clock.ts';
import type { ContactRequestRecord } from '#src/domain/contactRequestStore.ts';
import { ESCALATION_STAGES, type EscalationHours, type EscalationStage } from '#src/domain/escalationStage.ts';
import type { Logger } from '#src/domain/logger.ts';
import { OFFICES, type Office } from '#src/domain/office.ts';
import { type WorkingWeek, workingTimeBetween } from '#src/domain/officeHours.ts';
import type { UnitOfWork } from '#src/domain/unitOfWork.ts';
import { noticeJob } from './noticeJob.ts';
import { createRepeatedCheck } from './repeatedCheck.ts';

export interface EscalationOptions {
  readonly unitOfWork: UnitOfWork;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly alarms: Alarms;
  readonly notifierNames: readonly string[];
  readonly workingWeeks: Readonly<Record<Office, WorkingWeek>>;
  /** Working hours of waiting until office, deputy and lead are told; the last stage raises an alarm as well. */
  readonly hours: EscalationHours;
  /** Working hours without any request taken, while one waits, until the queue of an office counts as standing. */
  readonly queueHours: number;
}

/** Watches that no request waits unseen (M-48). */
export interface Escalation {
  /** Looks at once, then every ten minutes. */
  start(): void;
  /** Looks at all pending requests once. */
  check(): Promise<void>;
  stop(): Promise<void>;
}

const CHECK_INTERVAL_MS = 10 * MINUTE_MS;
const PAGE = 200;

export function createEscalation(options: EscalationOptions): Escalation {
  const { unitOfWork, bus, clock, logger, alarms, workingWeeks, hours } = options;
  /** What was already alarmed by this process: once per request, or office, and time of waiting is enough. */
  const alarmed = new Map<string, number>();

  async function readPending(offset: number): Promise<readonly ContactRequestRecord[]> {
    return unitOfWork.run(({ requests }) =>
      requests.list({ offices: OFFICES, statuses: ['pending'], limit: PAGE, offset }),
    );
  }

  async function check(): Promise<void> {
    const pending: ContactRequestRecord[] = [];
    for (let page = await readPending(0); page.length > 0; page = await readPending(pending.length)) {
      pending.push(...page);
      if (page.length < PAGE) break;
    }
    const known = new Set<string>([...OFFICES, ...pending.map(({ id }) => id)]);
    for (const key of alarmed.keys()) if (!known.has(key)) alarmed.delete(key);
    for (const record of pending) await escalate(record);
    for (const office of OFFICES) await watchQueue(office, pending);
  }

  function waitedHours(office: Office, since: number): number {
    return workingTimeBetween(office, since, clock.now(), workingWeeks[office]) / HOUR_MS;
  }

  /** True the first time, for one time of waiting. */
  function isNewAlarm(key: string, since: number): boolean {
    if (alarmed.get(key) === since) return false;
    alarmed.set(key, since);
    return true;
  }

  async function escalate(record: ContactRequestRecord): Promise<void> {
    const { id, office, waitingSince } = record;
    const waited = waitedHours(office, waitingSince);
    for (const stage of ESCALATION_STAGES) if (waited >= hours[stage]) await remind(record, stage);
    if (waited < hours.lead || !isNewAlarm(id, waitingSince)) return;
    logger.error('nobody has taken a contact request', { contactRequestId: id });
    alarms.raise({ kind: 'requestUnclaimed', contactRequestId: id });
  }

  /** The key of the job makes a second reminder for the same wait impossible, on any replica. */
  async function remind({ id, waitingSince }: ContactRequestRecord, stage: EscalationStage): Promise<void> {
    const isNew = await unitOfWork.run(async ({ outbox }) => {
      let added = false;
      for (const notifier of options.notifierNames) {
        const job = noticeJob(id, notifier, stage);
        added = (await outbox.add({ ...job, dedupeKey: `${job.dedupeKey}:${waitingSince}` })) || added;
      }
      return added;
    });
    if (!isNew) return;
    logger.warn('an unclaimed contact request is announced again', { contactRequestId: id, kind: stage });
    bus.publish(BUS_CHANNELS.outbox, '');
  }

  /** A single request may be hard to take; an office that takes nothing at all is not there. */
  async function watchQueue(office: Office, pending: readonly ContactRequestRecord[]): Promise<void> {
    const waiting = pending.filter((record) => record.office === office);
    const oldest = Math.min(...waiting.map(({ waitingSince }) => waitingSince));
    if (waiting.length === 0 || waitedHours(office, oldest) < options.queueHours) return;
    const lastTakenAt = await unitOfWork.run(({ officeActivity }) => officeActivity.lastTakenAt(office));
    const standsSince = Math.max(oldest, lastTakenAt ?? 0);
    if (waitedHours(office, standsSince) < options.queueHours || !isNewAlarm(office, standsSince)) return;
    logger.error('the queue of an office stands', { office, count: waiting.length });
    alarms.raise({ kind: 'queueStands', office, waiting: waiting.length });
  }

  return { ...createRepeatedCheck(options, CHECK_INTERVAL_MS, check, 'pending requests could not be checked'), check };
}
