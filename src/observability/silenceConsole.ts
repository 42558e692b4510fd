import type { Logger } from '#src/domain/logger.ts';

const METHODS = ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const;

/**
 * Keeps libraries from printing: the Bot Framework SDK writes whole errors, with what people said inside, to the console
 * (M-25). What they say is dropped; that they said something is logged.
 *
 * @returns a function that gives the console back.
 */
export function silenceConsole(logger: Logger): () => void {
  const target = globalThis.console;
  const original = Object.fromEntries(METHODS.map((method) => [method, target[method]]));
  for (const method of METHODS) {
    target[method] = () => logger.debug('a library wrote to the console', { kind: method });
  }
  return () => {
    Object.assign(target, original);
  };
}
