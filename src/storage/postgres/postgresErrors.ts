import { StorageUnavailableError } from '#src/domain/errors.ts';

/**
 * SQLSTATE classes that mean the outside world failed: connection (08), transaction rolled back by the server (40),
 * resources (53), operator intervention (57), system (58), internal (XX); and a server that only reads (25006).
 */
const OUTSIDE = /^(08|40|53|57|58|XX|25006|55P03)/;

/** The same error, or a `StorageUnavailableError` if the outside world failed. */
export function translatePostgresError(error: unknown): unknown {
  if (typeof error !== 'object' || error === null) return error;
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  const isFromServer = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && 'severity' in error;
  // Whatever the server did not say itself happened on the way to it: refused, reset, timed out.
  const isOutside = isFromServer ? OUTSIDE.test(code) : isConnectionError(code, message);
  return isOutside ? new StorageUnavailableError({ cause: error }) : error;
}

function isConnectionError(code: unknown, message: unknown): boolean {
  if (typeof code === 'string' && /^(E[A-Z]+|ERR_SOCKET|ERR_TLS)/.test(code)) return true;
  // The driver has no codes for these.
  return typeof message === 'string' && /timeout|terminated|not queryable|connect/i.test(message);
}
