/** The database did not take a write, or could not be read. Nothing was acknowledged. */
export class StorageUnavailableError extends Error {
  override readonly name = 'StorageUnavailableError';
  readonly code = 'storage_unavailable';

  constructor(options?: ErrorOptions) {
    super('The database is not available', options);
  }
}

interface DeliveryErrorOptions extends ErrorOptions {
  /** What the other side answered, as a short code for staff: `http_503`, `smtp_550`, `timeout`. */
  readonly reason?: string | undefined;
  /** How long the other side asks to be left in peace. */
  readonly retryAfterMs?: number | undefined;
}

/** A notice that did not reach staff. `retryable` tells the outbox whether trying again can help. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  readonly code: 'delivery_rejected' | 'delivery_unavailable';
  readonly retryable: boolean;
  readonly reason: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(code: DeliveryError['code'], options: DeliveryErrorOptions = {}) {
    super(`Notice was not delivered: ${code}`, options);
    this.code = code;
    this.retryable = code === 'delivery_unavailable';
    this.reason = options.reason;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** A sealed value that cannot be opened: wrong key, or it was moved or changed. */
export class UnreadableRecordError extends Error {
  override readonly name = 'UnreadableRecordError';
  readonly code = 'record_unreadable';

  constructor(options?: ErrorOptions) {
    super('A sealed record cannot be opened', options);
  }
}

/** State that another writer changed since it was read; the whole write was refused. */
export class StaleStateError extends Error {
  override readonly name = 'StaleStateError';
  readonly code = 'state_stale';

  constructor(options?: ErrorOptions) {
    super('State was changed by another writer', options);
  }
}
