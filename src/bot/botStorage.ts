import { UnreadableRecordError } from '#src/domain/errors.ts';
import { describeError, type Logger } from '#src/domain/logger.ts';
import type { StateStore, StoredState } from '#src/domain/stateStore.ts';
import type { Storage, StoreItems } from '#src/sdk.ts';

/**
 * The Bot Framework's storage over our own port. Its `saveChanges` writes with eTag `*`, so the last writer wins: the
 * queue per conversation in front of the bot is what keeps turns apart, not this class.
 */
export class BotStorage implements Storage {
  readonly #store: StateStore;
  readonly #logger: Logger;

  constructor(store: StateStore, logger: Logger) {
    this.#store = store;
    this.#logger = logger;
  }

  async read(keys: string[]): Promise<StoreItems> {
    const found = await this.#readOrForget(keys);
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

  /** A state that cannot be opened counts as none: the conversation begins anew instead of failing for ever (R16). */
  async #readOrForget(keys: readonly string[]): Promise<ReadonlyMap<string, StoredState>> {
    try {
      return await this.#store.read(keys);
    } catch (error) {
      if (!(error instanceof UnreadableRecordError)) throw error;
      this.#logger.error('the state of a conversation cannot be opened', describeError(error));
      return new Map();
    }
  }

  async delete(keys: string[]): Promise<void> {
    await this.#store.delete(keys);
  }
}
