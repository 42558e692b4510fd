/** How often the watch looks, in milliseconds. */
const STEP_MS = 5;

/**
 * Watches for work that holds up the event loop of the thread it runs in.
 *
 * It counts processor time of this thread between two turns of the loop, not time on the wall: on a busy machine a
 * thread that nobody holds up may wait for its processor as long as one that is held up works.
 */
export class LoopWatch {
  #turns = 0;
  #longestMs = 0;
  #usedMs = readThreadMs();
  readonly #timer = setInterval(() => this.#look(), STEP_MS);

  #look(): void {
    const used = readThreadMs();
    this.#turns += 1;
    this.#longestMs = Math.max(this.#longestMs, used - this.#usedMs);
    this.#usedMs = used;
  }

  /** Ends the watch. @returns turns seen, and the most processor time (milliseconds) used between two of them. */
  stop(): { readonly turns: number; readonly longestMs: number } {
    this.#look();
    clearInterval(this.#timer);
    return { turns: this.#turns, longestMs: this.#longestMs };
  }
}

/** Processor time that this thread has used, in milliseconds. */
export function readThreadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
