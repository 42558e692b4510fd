import type { Bus } from '#src/domain/bus.ts';

/** A bus within one process. Listeners run after the publisher's turn of the event loop; one that throws harms nobody. */
export class LocalBus implements Bus {
  readonly #listeners = new Map<string, Set<(payload: string) => void>>();

  publish(channel: string, payload: string): void {
    queueMicrotask(() => this.emit(channel, payload));
  }

  subscribe(channel: string, listener: (payload: string) => void): () => void {
    const listeners = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, listeners);
    // A wrapper, so that the same function may subscribe twice and end each subscription alone.
    const own = (payload: string): void => listener(payload);
    listeners.add(own);
    return () => {
      listeners.delete(own);
      if (listeners.size === 0 && this.#listeners.get(channel) === listeners) this.#listeners.delete(channel);
    };
  }

  protected emit(channel: string, payload: string): void {
    for (const listener of this.#listeners.get(channel) ?? []) {
      try {
        listener(payload);
      } catch (error) {
        // A hint may be lost; a broken listener is a bug that must be seen, but not by the one who published.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
