/** The fields a log line may carry (M-25): ids, codes, counts. A field not named here does not compile. */
export interface LogFields {
  readonly code?: string;
  readonly conversationId?: string;
  readonly contactRequestId?: string;
  readonly jobId?: string;
  readonly notifier?: string;
  readonly attempt?: number;
  readonly status?: number;
  readonly route?: string;
  readonly method?: string;
  readonly durationMs?: number;
  readonly count?: number;
  readonly locale?: string;
  readonly office?: string;
  readonly topic?: string;
  readonly kind?: string;
  readonly decision?: string;
  readonly confidence?: number;
  readonly staffId?: string;
  readonly role?: string;
  readonly port?: number;
  readonly mode?: string;
  readonly errorName?: string;
  readonly errorCode?: string;
  readonly migration?: string;
  readonly file?: string;
  readonly auditSeq?: number;
  readonly auditHash?: string;
}

/**
 * Structured log with an allow-list of fields. `message` is a fixed sentence: never the text of a person, a name, a
 * number, an address, a token, or the message of an error of another library.
 */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** The name and code of an error of any kind: all that a log may say of it. */
export function describeError(error: unknown): { readonly errorName: string; readonly errorCode?: string } {
  if (!(error instanceof Error)) return { errorName: typeof error };
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' ? { errorName: error.name, errorCode: code } : { errorName: error.name };
}
