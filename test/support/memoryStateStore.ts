import { StaleStateError } from '#src/domain/errors.ts';
import type { StateStore, StoredState } from '#src/domain/stateStore.ts';

/** State in memory, copied on the way in and out as a database would. */
export class MemoryStateStore implements StateStore {
  readonly #states = new Map<string, StoredState>();

  async read(keys: readonly string[]): Promise<ReadonlyMap<string, StoredState>> {
    const found = new Map<string, StoredState>();
    for (const key of keys) {
      const state = this.#states.get(key);
      if (state) found.set(key, structuredClone(state));
    }
    return found;
  }

  async write(
    changes: ReadonlyMap<
      string,
      { readonly data: Readonly<Record<string, unknown>>; readonly expectedVersion: number | undefined }
    >,
  ): Promise<void> {
    for (const [key, change] of changes) {
      if (change.expectedVersion !== undefined && this.#states.get(key)?.version !== change.expectedVersion) {
        throw new StaleStateError();
      }
    }
    for (const [key, change] of changes) {
      const version = (this.#states.get(key)?.version ?? 0) + 1;
      this.#states.set(key, { data: JSON.parse(JSON.stringify(change.data)) as Record<string, unknown>, version });
    }
  }

  async delete(keys: readonly string[]): Promise<void> {
    for (const key of keys) this.#states.delete(key);
  }

  /** Everything stored, as text: for looking for what must not be there. */
  dump(): string {
    return JSON.stringify([...this.#states]);
  }

  /** Lets a test change what an “older release” has stored. */
  rewrite(change: (data: string) => string): void {
    for (const [key, state] of this.#states) {
      this.#states.set(key, {
        ...state,
        data: JSON.parse(change(JSON.stringify(state.data))) as Record<string, unknown>,
      });
    }
  }
}
