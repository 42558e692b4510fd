import { type DestinationStream, pino } from 'pino';
import type { LogFields, Logger } from '#src/domain/logger.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface PinoLoggerOptions {
  readonly level: LogLevel;
  /** Where the lines go; standard output if absent. */
  readonly destination?: DestinationStream;
}

/** The allow-list again, for values that a cast has smuggled past the compiler (security finding F11). */
const ALLOWED: { readonly [Field in keyof Required<LogFields>]: true } = {
  code: true,
  conversationId: true,
  contactRequestId: true,
  jobId: true,
  notifier: true,
  attempt: true,
  status: true,
  route: true,
  method: true,
  durationMs: true,
  count: true,
  locale: true,
  office: true,
  topic: true,
  kind: true,
  decision: true,
  confidence: true,
  staffId: true,
  role: true,
  port: true,
  mode: true,
  errorName: true,
  errorCode: true,
  migration: true,
  file: true,
  auditSeq: true,
  auditHash: true,
};

/** Ids, codes and names of files are short; whatever is longer is not what the field is for. */
const MAX_VALUE_LENGTH = 200;

/** A logger that writes one JSON object per line: time, level, fixed message, allowed fields. Nothing of the machine. */
export function createPinoLogger({ level, destination }: PinoLoggerOptions): Logger {
  const options = {
    level,
    base: null,
    messageKey: 'message',
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const log = destination ? pino(options, destination) : pino(options);
  return {
    debug: (message, fields) => log.debug(pickAllowed(fields), message),
    info: (message, fields) => log.info(pickAllowed(fields), message),
    warn: (message, fields) => log.warn(pickAllowed(fields), message),
    error: (message, fields) => log.error(pickAllowed(fields), message),
  };
}

function pickAllowed(fields: LogFields | undefined): Record<string, string | number> {
  const picked: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(fields ?? {})) {
    if (!Object.hasOwn(ALLOWED, name)) continue;
    if (typeof value === 'number') picked[name] = value;
    if (typeof value === 'string') picked[name] = value.slice(0, MAX_VALUE_LENGTH);
  }
  return picked;
}
