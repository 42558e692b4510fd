import { Worker } from 'node:worker_threads';
import { type Clock, MINUTE_MS, SECOND_MS, type Timer } from '#src/domain/clock.ts';
import { describeError, type Logger } from '#src/domain/logger.ts';

/** What a worker of a lane sends: first that it is warm, then one result for each task. */
export type LaneMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'result'; readonly value: string | boolean | undefined };

export interface WorkerLaneOptions {
  /** Name in the log. */
  readonly name: string;
  /** The script of the worker. It gets `name` as its `workerData`. */
  readonly entry: URL;
  readonly size: number;
  /** Processor time one task may use, in milliseconds; then its worker is stopped and replaced. */
  readonly budgetMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface Job {
  readonly task: unknown;
  readonly resolve: (value: string | boolean | undefined) => void;
  readonly waitTimer: Timer;
}

interface Seat {
  readonly worker: Worker;
  state: 'starting' | 'idle' | 'busy' | 'stopping';
  timer: Timer | undefined;
  job: Job | undefined;
}

/** A task that found no free worker within this time is given up. */
const MAX_WAIT_MS = 500;
const MAX_WAITING = 64;
/** How often the processor time of a running task is looked at. An ordinary task has ended before the first look. */
const LOOKS_PER_BUDGET = 3;
/** On a busy machine a task may take this many budgets of time on the clock; a person waits no longer. */
export const MAX_BUDGETS_ON_CLOCK = 10;
/** Warming the French dates takes about 1.5 s of CPU; a machine ten times as slow is still let through. */
const MAX_START_MS = 30 * SECOND_MS;
/** So many workers may be lost within a minute; then none is started for a minute, since each start costs CPU time. */
const MAX_LOSSES_PER_MINUTE = 3;
const REST_MS = MINUTE_MS;

/**
 * A few workers that run one task at a time within a time budget. A task that exceeds it, finds no room, or meets a
 * worker that died, gives `undefined`; nothing is ever thrown at the caller. A new worker starts only once the old one
 * has really ended, so that there are never more than `size`.
 */
export class WorkerLane<Task> {
  readonly #options: WorkerLaneOptions;
  readonly #seats = new Set<Seat>();
  readonly #queue: Job[] = [];
  readonly #readyWaiters: (() => void)[] = [];
  #losses: number[] = [];
  #restTimer: Timer | undefined;
  #state: 'new' | 'running' | 'closed' = 'new';

  constructor(options: WorkerLaneOptions) {
    this.#options = options;
  }

  /** Workers alive now, those being stopped included. */
  get workerCount(): number {
    return this.#seats.size;
  }

  /** Starts the workers in the background, if that did not happen yet. */
  start(): void {
    if (this.#state !== 'new') return;
    this.#state = 'running';
    for (let i = 0; i < this.#options.size; i += 1) this.#spawn();
  }

  /** Resolves when every worker is warm, or when it is certain that the lane must do without for now. */
  ready(): Promise<void> {
    this.start();
    if (this.#isSettled()) return Promise.resolve();
    return new Promise((resolve) => this.#readyWaiters.push(resolve));
  }

  run(task: Task): Promise<string | boolean | undefined> {
    this.start();
    if (this.#state === 'closed' || this.#restTimer || this.#queue.length >= MAX_WAITING)
      return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const waitTimer = this.#options.clock.schedule(MAX_WAIT_MS, () => this.#giveUp(job));
      const job: Job = { task, resolve, waitTimer };
      this.#queue.push(job);
      this.#pump();
    });
  }

  /** Ends all workers. Tasks that wait or run give `undefined`. */
  async close(): Promise<void> {
    this.#state = 'closed';
    this.#restTimer?.cancel();
    this.#dropQueue();
    await Promise.all(
      [...this.#seats].map((seat) => {
        seat.state = 'stopping';
        this.#settleJob(seat, undefined);
        return seat.worker.terminate();
      }),
    );
    this.#notifyReady();
  }

  #spawn(): void {
    const { entry, name } = this.#options;
    // No environment and no flags of the server: the worker needs no secret, and only pure computing.
    const worker = new Worker(entry, {
      name: `recognizers-${name}`,
      workerData: name,
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 256 },
    });
    const seat: Seat = { worker, state: 'starting', timer: undefined, job: undefined };
    this.#seats.add(seat);
    seat.timer = this.#options.clock.schedule(MAX_START_MS, () => this.#stop(seat, 'start_timeout'));
    worker.on('message', (message: LaneMessage) => this.#receive(seat, message));
    worker.on('error', (error) => {
      this.#options.logger.error('text recogniser failed', { kind: name, ...describeError(error) });
    });
    worker.on('exit', () => this.#leave(seat));
  }

  #receive(seat: Seat, message: LaneMessage): void {
    if (seat.state === 'stopping') return;
    if (message.kind === 'result') this.#settleJob(seat, message.value);
    seat.timer?.cancel();
    seat.timer = undefined;
    seat.state = 'idle';
    // An idle worker must not keep a process alive that has nothing else to do.
    seat.worker.unref();
    this.#pump();
    this.#notifyReady();
  }

  #pump(): void {
    for (const seat of this.#seats) {
      if (seat.state !== 'idle') continue;
      const job = this.#queue.shift();
      if (!job) return;
      job.waitTimer.cancel();
      seat.state = 'busy';
      seat.job = job;
      seat.worker.ref();
      this.#watch(seat, job, readProcessorTime(seat.worker), 1);
      seat.worker.postMessage(job.task);
    }
  }

  /**
   * Stops the worker once its task has used up the budget. Processor time counts, not the clock: on a busy machine an
   * ordinary text may take long, and a new worker would cost far more than waiting for the old one.
   */
  #watch(seat: Seat, job: Job, before: Promise<number>, look: number): void {
    const { budgetMs, clock } = this.#options;
    seat.timer = clock.schedule(budgetMs / LOOKS_PER_BUDGET, () => {
      if (look < MAX_BUDGETS_ON_CLOCK * LOOKS_PER_BUDGET) {
        this.#watch(seat, job, before, look + 1);
        void this.#stopIfSpent(seat, job, before);
        return;
      }
      // If this thread itself was held up, the answer may already lie here: let it in first.
      setImmediate(() => {
        if (seat.job === job) this.#stop(seat, 'budget_exceeded');
      });
    });
  }

  async #stopIfSpent(seat: Seat, job: Job, before: Promise<number>): Promise<void> {
    const used = (await readProcessorTime(seat.worker)) - (await before);
    if (seat.job === job && used >= this.#options.budgetMs) this.#stop(seat, 'budget_exceeded');
  }

  #stop(seat: Seat, code: string): void {
    if (seat.state === 'stopping') return;
    seat.state = 'stopping';
    this.#settleJob(seat, undefined);
    this.#options.logger.warn('text recogniser stopped', { kind: this.#options.name, code });
    void seat.worker.terminate();
  }

  #leave(seat: Seat): void {
    this.#seats.delete(seat);
    seat.timer?.cancel();
    this.#settleJob(seat, undefined);
    if (this.#state === 'closed') return;
    const { clock, logger, name } = this.#options;
    const now = clock.now();
    this.#losses = [...this.#losses.filter((at) => now - at < MINUTE_MS), now];
    if (this.#restTimer) return;
    if (this.#losses.length <= MAX_LOSSES_PER_MINUTE) {
      this.#spawn();
      return;
    }
    logger.error('text recogniser rests after too many failures', { kind: name, count: this.#losses.length });
    this.#restTimer = clock.schedule(REST_MS, () => this.#resume());
    this.#dropQueue();
    this.#notifyReady();
  }

  #resume(): void {
    this.#restTimer = undefined;
    while (this.#seats.size < this.#options.size) this.#spawn();
  }

  #giveUp(job: Job): void {
    const place = this.#queue.indexOf(job);
    if (place < 0) return;
    this.#queue.splice(place, 1);
    job.resolve(undefined);
  }

  #dropQueue(): void {
    for (const job of this.#queue.splice(0)) {
      job.waitTimer.cancel();
      job.resolve(undefined);
    }
  }

  #settleJob(seat: Seat, value: string | boolean | undefined): void {
    seat.timer?.cancel();
    seat.job?.resolve(value);
    seat.job = undefined;
  }

  #isSettled(): boolean {
    if (this.#state === 'closed' || this.#restTimer) return true;
    return (
      this.#seats.size === this.#options.size &&
      [...this.#seats].every(({ state }) => state === 'idle' || state === 'busy')
    );
  }

  #notifyReady(): void {
    if (!this.#isSettled()) return;
    for (const resolve of this.#readyWaiters.splice(0)) resolve();
  }
}

/** Milliseconds of processor time the thread has used so far; answered even while the thread computes. */
async function readProcessorTime(worker: Worker): Promise<number> {
  try {
    const { user, system } = await worker.cpuUsage();
    return (user + system) / 1000;
  } catch {
    // The thread has ended: its `exit` event settles what it was working at.
    return Number.NaN;
  }
}
