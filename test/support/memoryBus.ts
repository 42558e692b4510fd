import type { Bus } from '#src/domain/bus.ts';

/** A bus inside one process; two servers that share it behave as two replicas. */
export class MemoryBus implements Bus {
  readonly #listeners = new Map<string, Set<(payload: string) => void>>();

  publish(channel: string, payload: string): void {
    for (const listener of this.#listeners.get(channel) ?? []) listener(payload);
  }

  subscribe(channel: string, listener: (payload: string) => void): () => void {
    const listeners = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, listeners);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }
}
