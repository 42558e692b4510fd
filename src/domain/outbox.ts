/** A job that waits to be done at least once. Its payload holds ids and codes only, never personal data. */
export interface OutboxJob {
  readonly id: string;
  readonly topic: string;
  readonly payload: Readonly<Record<string, string>>;
  /** How often it was claimed, this time included. */
  readonly attempts: number;
  readonly createdAt: number;
}

export interface NewOutboxJob {
  readonly topic: string;
  readonly payload: Readonly<Record<string, string>>;
  /** The same key is added once, however often the caller repeats itself. */
  readonly dedupeKey: string;
  /** What the job is about: erasing that request deletes its jobs. */
  readonly subject: string;
  readonly runAt?: number;
}

/** A job as it stands in the outbox, finished or not. */
export interface OutboxRecord extends OutboxJob {
  readonly state: 'ready' | 'done' | 'dead';
  /** When it is tried next, if it is `ready`. */
  readonly runAt: number;
  readonly lastCode: string | undefined;
  readonly updatedAt: number;
}

interface OutboxCounts {
  readonly ready: number;
  readonly dead: number;
  /** When the longest waiting job was created. */
  readonly oldestReadyAt: number | undefined;
}

/** Jobs written in the transaction of their cause, and claimed by one worker at a time under a lease. */
export interface Outbox {
  /** @returns false if a job with this key was added before. */
  add(job: NewOutboxJob): Promise<boolean>;
  /** Claims due jobs for `owner` until `leaseUntil`; a job whose owner died is free again after its lease. */
  claim(owner: string, leaseUntil: number, limit: number): Promise<readonly OutboxJob[]>;
  /**
   * @param code - Why there was nothing to do, if so.
   * @returns false if the lease was lost meanwhile: somebody else does it again.
   */
  complete(job: OutboxJob, owner: string, code?: string): Promise<boolean>;
  postpone(job: OutboxJob, owner: string, runAt: number, code: string): Promise<boolean>;
  /** Gives up: the job stays visible as dead. */
  bury(job: OutboxJob, owner: string, code: string): Promise<boolean>;
  /** Makes the dead jobs of a subject ready again. @returns how many. */
  revive(subject: string): Promise<number>;
  /** All jobs of a subject, oldest first. */
  list(subject: string): Promise<readonly OutboxRecord[]>;
  counts(): Promise<OutboxCounts>;
}
