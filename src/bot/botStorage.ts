import type { StateStore } from '#src/domain/stateStore.ts';
import type { Storage, StoreItems } from '#src/sdk.ts';

/**
 * The Bot Framework's storage over our own port. Its `saveChanges` writes with eTag `*`, so the last writer wins: the
 * queue per conversation in front of the bot is what keeps turns apart, not this class.
 */
export class BotStorage implements Storage {
  readonly #store: StateStore;

  constructor(store: StateStore) {
    this.#store = store;
  }

  async read(keys: string[]): Promise<StoreItems> {
    const found = await this.#store.read(keys);
    return Object.fromEntries([...found].map(([key, state]) => [key, { ...state.data, eTag: String(state.version) }]));
  }

  async write(changes: StoreItems): Promise<void> {
    await this.#store.write(
      new Map(
        Object.entries(changes as Record<string, Record<string, unknown>>).map(([key, { eTag, ...data }]) => [
          key,
          { data, expectedVersion: typeof eTag === 'string' && /^\d+$/.test(eTag) ? Number(eTag) : undefined },
        ]),
      ),
    );
  }

  async delete(keys: string[]): Promise<void> {
    await this.#store.delete(keys);
  }
}
