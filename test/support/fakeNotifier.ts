import { DeliveryError } from '#src/domain/errors.ts';
import type { Notice, Notifier } from '#src/domain/notifier.ts';

/** A notifier that fails as often as it is told, and remembers what it took over. */
export class FakeNotifier implements Notifier {
  readonly name: string;
  readonly delivered: Notice[] = [];
  tries = 0;
  isClosed = false;
  #failures: DeliveryError['code'][];

  constructor(options: { name?: string; failures?: readonly DeliveryError['code'][]; outages?: number } = {}) {
    this.name = options.name ?? 'fake';
    this.#failures = [
      ...(options.failures ?? Array<DeliveryError['code']>(options.outages ?? 0).fill('delivery_unavailable')),
    ];
  }

  async deliver(notice: Notice): Promise<void> {
    this.tries += 1;
    const failure = this.#failures.shift();
    if (failure) throw new DeliveryError(failure);
    this.delivered.push(notice);
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }
}
