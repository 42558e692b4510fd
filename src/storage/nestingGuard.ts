import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * Finds code that uses the database's own `query` or `tx` while it is inside a transaction. On SQLite it would wait for
 * itself for ever; on PostgreSQL it would see other data and can empty the pool.
 */
export interface NestingGuard {
  /** Runs `work` marked as inside. The mark ends with the promise: timers started inside stay free. */
  inside<T>(work: () => Promise<T>): Promise<T>;
  /** @throws {Error} inside a transaction. */
  refuseInside(): void;
}

export function createNestingGuard(): NestingGuard {
  const current = new AsyncLocalStorage<{ isOpen: boolean }>();
  return {
    async inside(work) {
      const mark = { isOpen: true };
      try {
        return await current.run(mark, work);
      } finally {
        mark.isOpen = false;
      }
    },
    refuseInside() {
      if (current.getStore()?.isOpen) throw new Error('Inside a transaction only its own query() may be used');
    },
  };
}
