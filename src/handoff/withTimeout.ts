import { type Clock, SECOND_MS } from '#src/domain/clock.ts';
import { DeliveryError } from '#src/domain/errors.ts';

/** A delivery that never ends is given up after this; shorter than the lease of a job. */
const DELIVERY_TIMEOUT_MS = 30 * SECOND_MS;

/** @throws {DeliveryError} if the delivery does not end in time. */
export async function withTimeout(clock: Clock, delivery: Promise<void>): Promise<void> {
  let expire: (() => void) | undefined;
  const expiry = new Promise<never>((_resolve, reject) => {
    expire = () => reject(new DeliveryError('delivery_unavailable', { reason: 'timeout' }));
  });
  const timer = clock.schedule(DELIVERY_TIMEOUT_MS, () => expire?.());
  try {
    await Promise.race([delivery, expiry]);
  } finally {
    timer.cancel();
  }
}
