import pg from 'pg';
import { BUS_CHANNELS } from '#src/domain/bus.ts';
import type { Clock, Timer } from '#src/domain/clock.ts';
import { describeError, type Logger } from '#src/domain/logger.ts';
import { LocalBus } from '../localBus.ts';

/** Hints are gathered this long into one NOTIFY: 5,000 a second then cost the writers almost nothing. */
const GATHER_MS = 5;

/** PostgreSQL takes 8,000 bytes per notification. */
const MAX_PAYLOAD_BYTES = 7_900;

const RECONNECT_MS = 1_000;
const SEPARATOR = '\n';

export interface PostgresBusOptions {
  readonly url: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Hints between replicas over one listening connection. They are sent after the commit, never inside the transaction
 * (a pending NOTIFY holds a database-wide lock through the commit). After a lost connection everybody is told to resync.
 */
export class PostgresBus extends LocalBus {
  readonly #options: PostgresBusOptions;
  #client: pg.Client | undefined;
  #pending: string[] = [];
  #gathering: Timer | undefined;
  #retry: Timer | undefined;
  #isStopped = false;

  constructor(options: PostgresBusOptions) {
    super();
    this.#options = options;
  }

  /** Connects and listens. @throws the driver's error if the server is not there. */
  async start(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#options.url,
      keepAlive: true,
      connectionTimeoutMillis: 2_500,
      application_name: 'return-assistant bus',
    });
    client.on('error', () => this.#reconnect(client));
    client.on('end', () => this.#reconnect(client));
    client.on('notification', (message) => this.#receive(message.payload ?? ''));
    try {
      await client.connect();
      await client.query('listen return_assistant');
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    if (this.#isStopped) return client.end();
    this.#client = client;
    this.emit(BUS_CHANNELS.resync, '');
  }

  override publish(channel: string, payload: string): void {
    this.#pending.push(`${channel} ${payload}`);
    this.#gathering ??= this.#options.clock.schedule(GATHER_MS, () => this.#flush());
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#gathering?.cancel();
    this.#retry?.cancel();
    await this.#client?.end();
  }

  #flush(): void {
    this.#gathering = undefined;
    const lines = this.#pending;
    this.#pending = [];
    for (const payload of gather(lines)) {
      this.#client?.query('select pg_notify($1, $2)', ['return_assistant', payload]).catch((error: unknown) => {
        this.#options.logger.warn('hints to other replicas were lost', describeError(error));
      });
    }
  }

  #receive(payload: string): void {
    for (const line of payload.split(SEPARATOR)) {
      const space = line.indexOf(' ');
      if (space > 0) this.emit(line.slice(0, space), line.slice(space + 1));
    }
  }

  /** A lost connection is reported twice (`error`, `end`): one attempt at a time. */
  #reconnect(lost: pg.Client): void {
    if (this.#isStopped || this.#retry || (this.#client !== undefined && this.#client !== lost)) return;
    this.#client = undefined;
    this.#retry = this.#options.clock.schedule(RECONNECT_MS, () => {
      this.#retry = undefined;
      if (this.#isStopped || this.#client) return;
      this.start().catch((error: unknown) => {
        this.#options.logger.warn('no connection for hints between replicas', describeError(error));
        this.#reconnect(lost);
      });
    });
  }
}

/** Joins lines into as few payloads as fit. */
function gather(lines: readonly string[]): string[] {
  const payloads: string[] = [];
  let current = '';
  for (const line of lines) {
    const joined = current === '' ? line : current + SEPARATOR + line;
    if (current !== '' && Buffer.byteLength(joined) > MAX_PAYLOAD_BYTES) {
      payloads.push(current);
      current = line;
    } else current = joined;
  }
  if (current !== '') payloads.push(current);
  return payloads;
}
