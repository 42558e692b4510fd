import type { Alarms } from '#src/domain/alarms.ts';
import { BUS_CHANNELS, type Bus } from '#src/domain/bus.ts';
import { type Clock, HOUR_MS, MINUTE_MS, type Timer } from '#src/domain/clock.ts';
import type { ContactRequestRecord } from '#src/domain/contactRequestStore.ts';
import { describeError, type Logger } from '#src/domain/logger.ts';
import type { Office } from '#src/domain/office.ts';
import { type WorkingWeek, workingTimeBetween } from '#src/domain/officeHours.ts';
import type { UnitOfWork } from '#src/domain/unitOfWork.ts';
import { noticeJob } from './noticeJob.ts';

export interface EscalationOptions {
  readonly unitOfWork: UnitOfWork;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly alarms: Alarms;
  readonly notifierNames: readonly string[];
  readonly workingWeeks: Readonly<Record<Office, WorkingWeek>>;
  /** Working hours until a request that nobody took is announced again; after twice as many an alarm is raised. */
  readonly unclaimedHours: number;
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
  const { unitOfWork, bus, clock, logger, alarms, workingWeeks } = options;
  const limitMs = options.unclaimedHours * HOUR_MS;
  /** What was already alarmed by this process: once per request and time of waiting is enough. */
  const alarmed = new Map<string, number>();
  let timer: Timer | undefined;
  let checking: Promise<void> = Promise.resolve();

  async function readPending(offset: number): Promise<readonly ContactRequestRecord[]> {
    return unitOfWork.run(({ requests }) =>
      requests.list({ offices: ['BE', 'LU'], statuses: ['pending'], limit: PAGE, offset }),
    );
  }

  async function check(): Promise<void> {
    const pending: ContactRequestRecord[] = [];
    for (let page = await readPending(0); page.length > 0; page = await readPending(pending.length)) {
      pending.push(...page);
      if (page.length < PAGE) break;
    }
    for (const id of alarmed.keys()) if (!pending.some((record) => record.id === id)) alarmed.delete(id);
    for (const record of pending) await escalate(record);
  }

  async function escalate(record: ContactRequestRecord): Promise<void> {
    const { id, office, waitingSince } = record;
    const waited = workingTimeBetween(office, waitingSince, clock.now(), workingWeeks[office]);
    if (waited >= limitMs) await remind(record);
    if (waited < limitMs * 2 || alarmed.get(id) === waitingSince) return;
    alarmed.set(id, waitingSince);
    logger.error('nobody has taken a contact request', { contactRequestId: id });
    alarms.raise({ kind: 'requestUnclaimed', contactRequestId: id });
  }

  /** The key of the job makes a second reminder for the same wait impossible, on any replica. */
  async function remind({ id, waitingSince }: ContactRequestRecord): Promise<void> {
    const isNew = await unitOfWork.run(async ({ outbox }) => {
      let added = false;
      for (const notifier of options.notifierNames) {
        const job = noticeJob(id, notifier, 'unclaimed');
        added = (await outbox.add({ ...job, dedupeKey: `${job.dedupeKey}:${waitingSince}` })) || added;
      }
      return added;
    });
    if (!isNew) return;
    logger.warn('an unclaimed contact request is announced again', { contactRequestId: id });
    bus.publish(BUS_CHANNELS.outbox, '');
  }

  /** At once, and from then on: a server that is restarted every nine minutes escalates too. */
  function checkForEver(): void {
    timer = clock.schedule(CHECK_INTERVAL_MS, checkForEver);
    checking = check().catch((error: unknown) => {
      logger.warn('pending requests could not be checked', describeError(error));
    });
  }

  return {
    start: checkForEver,
    check,
    async stop() {
      timer?.cancel();
      await checking;
    },
  };
}
