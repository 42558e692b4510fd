/** Runs tasks of one key one after the other, and tasks of different keys side by side. */
export interface KeyedQueue {
  /** Resolves or rejects as the task does; a failed task does not hold up the next one. */
  run<T>(key: string, task: () => Promise<T>): Promise<T>;
  /** Resolves when nothing waits or runs any more, tasks included that were added meanwhile. */
  idle(): Promise<void>;
  /** Number of keys with waiting or running tasks. */
  readonly size: number;
}

/** Makes an empty queue. Keys without tasks take no memory. */
export function createKeyedQueue(): KeyedQueue {
  const tails = new Map<string, Promise<unknown>>();
  return {
    run(key, task) {
      const previous = tails.get(key) ?? Promise.resolve();
      const result = previous.then(task);
      const tail = settle(result).finally(() => {
        if (tails.get(key) === tail) tails.delete(key);
      });
      tails.set(key, tail);
      return result;
    },
    async idle() {
      while (tails.size > 0) await Promise.all(tails.values());
    },
    get size() {
      return tails.size;
    },
  };
}

async function settle(result: Promise<unknown>): Promise<void> {
  try {
    await result;
  } catch {
    // Whoever asked for the task hears of it; the next task must not.
  }
}
