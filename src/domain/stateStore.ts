/** State of the bot for one conversation, as stored: any JSON object with the version it had when read. */
export interface StoredState {
  readonly data: Readonly<Record<string, unknown>>;
  readonly version: number;
}

/** Optimistic key–value store behind the Bot Framework's `Storage`. Values are sealed at rest. */
export interface StateStore {
  read(keys: readonly string[]): Promise<ReadonlyMap<string, StoredState>>;
  /**
   * Writes all or nothing. `expectedVersion` undefined overwrites.
   * @throws {StaleStateError} if any version is no longer the stored one.
   */
  write(
    changes: ReadonlyMap<
      string,
      { readonly data: Readonly<Record<string, unknown>>; readonly expectedVersion: number | undefined }
    >,
  ): Promise<void>;
  delete(keys: readonly string[]): Promise<void>;
}
