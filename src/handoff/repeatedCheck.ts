import type { Clock, Timer } from '#src/domain/clock.ts';
import { describeError, type Logger } from '#src/domain/logger.ts';

/** A check that is made again and again. */
export interface RepeatedCheck {
  /** At once, and from then on: a server that is restarted more often than that checks too. */
  start(): void;
  /** Resolves when nothing is being checked any more. */
  stop(): Promise<void>;
}

/** @param complaint - Logged when a check fails; the next one is made all the same. */
export function createRepeatedCheck(
  { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
  intervalMs: number,
  check: () => Promise<void>,
  complaint: string,
): RepeatedCheck {
  let timer: Timer | undefined;
  let checking: Promise<void> = Promise.resolve();
  const start = (): void => {
    timer = clock.schedule(intervalMs, start);
    checking = check().catch((error: unknown) => logger.warn(complaint, describeError(error)));
  };
  return {
    start,
    async stop() {
      timer?.cancel();
      await checking;
    },
  };
}
