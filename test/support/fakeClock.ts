import type { Clock } from '#src/domain/clock.ts';

interface Scheduled {
  readonly at: number;
  readonly action: () => void;
}

/** A clock that stands still until a test moves it. Timers fire, in order, while it moves. */
export class FakeClock implements Clock {
  #now: number;
  readonly #timers = new Set<Scheduled>();

  constructor(start: string | number = '2027-03-01T09:00:00Z') {
    this.#now = typeof start === 'number' ? start : Date.parse(start);
  }

  now(): number {
    return this.#now;
  }

  schedule(delayMs: number, action: () => void): { cancel(): void } {
    const timer: Scheduled = { at: this.#now + Math.max(0, delayMs), action };
    this.#timers.add(timer);
    return { cancel: () => void this.#timers.delete(timer) };
  }

  /** Number of timers that wait: a leak shows here. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Moves time forward, firing the timers on the way and letting promises settle after each. */
  async advance(by: { days?: number; hours?: number; minutes?: number; seconds?: number; ms?: number }): Promise<void> {
    const end =
      this.#now +
      (by.days ?? 0) * 86_400_000 +
      (by.hours ?? 0) * 3_600_000 +
      (by.minutes ?? 0) * 60_000 +
      (by.seconds ?? 0) * 1_000 +
      (by.ms ?? 0);
    for (;;) {
      const next = [...this.#timers].filter((t) => t.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.action();
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#now = end;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
