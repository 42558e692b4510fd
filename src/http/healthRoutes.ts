import type { Clock } from '#src/domain/clock.ts';
import { defineRoute, jsonResponse, type Route } from '#src/domain/httpRoute.ts';
import { describeError, type Logger } from '#src/domain/logger.ts';

/** One condition of being ready. Rejects, or answers false, when it does not hold. */
export interface ReadinessCheck {
  /** Short, for the log and the answer: `storage`, `models`. */
  readonly name: string;
  check(): Promise<boolean>;
}

export interface HealthOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly checks: readonly ReadinessCheck[];
  readonly isDraining: () => boolean;
}

/** A check that takes longer has failed. */
const CHECK_TIMEOUT_MS = 2_000;

/** The same answer is given for that long: a probe is public, and must not become a way to load the database. */
const REMEMBER_MS = 1_000;

/** `/livez`: the process answers. `/readyz`: it can serve people, i.e. every check holds and it is not shutting down. */
export function createHealthRoutes(options: HealthOptions): readonly Route[] {
  let last: { readonly at: number; readonly failed: Promise<readonly string[]> } | undefined;
  const findFailed = (): Promise<readonly string[]> => {
    const now = options.clock.now();
    if (!last || now - last.at >= REMEMBER_MS || now < last.at) last = { at: now, failed: runChecks(options) };
    return last.failed;
  };
  return [
    defineRoute({
      method: 'GET',
      path: '/livez',
      auth: 'public',
      headerClass: 'api',
      handle: async () => jsonResponse(200, { status: 'ok' }),
    }),
    defineRoute({
      method: 'GET',
      path: '/readyz',
      auth: 'public',
      headerClass: 'api',
      async handle() {
        if (options.isDraining()) return jsonResponse(503, { status: 'draining' });
        const failed = await findFailed();
        return failed.length === 0
          ? jsonResponse(200, { status: 'ok' })
          : jsonResponse(503, { status: 'not ready', failed });
      },
    }),
  ];
}

async function runChecks({ checks, clock, logger }: HealthOptions): Promise<readonly string[]> {
  const results = await Promise.all(
    checks.map(async (readiness) => {
      const { name } = readiness;
      try {
        const timeout = new Promise<boolean>((resolve) => {
          clock.schedule(CHECK_TIMEOUT_MS, () => resolve(false));
        });
        return { name, holds: await Promise.race([readiness.check(), timeout]) };
      } catch (error) {
        logger.warn('readiness check failed', { kind: name, ...describeError(error) });
        return { name, holds: false };
      }
    }),
  );
  return results.filter(({ holds }) => !holds).map(({ name }) => name);
}
