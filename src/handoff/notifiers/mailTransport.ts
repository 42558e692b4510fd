import { createTransport, type Transporter } from 'nodemailer';
import type SMTPPool from 'nodemailer/lib/smtp-pool/index.js';
import { SECOND_MS } from '#src/domain/clock.ts';
import { DeliveryError } from '#src/domain/errors.ts';

/** How to reach the mail server. */
export interface MailServerOptions {
  readonly host: string;
  readonly port: number;
  /** True: TLS from the first byte (port 465). False: STARTTLS. */
  readonly isImplicitTls: boolean;
  /** True in operated mode: without TLS nothing is sent. */
  readonly requireTls: boolean;
  readonly auth?: { readonly user: string; readonly pass: string };
  /** For tests with a silent server; 10 s unless told. */
  readonly timeoutMs?: number;
}

/** A mail in plain text. Every address but `to` of a hint comes from the configuration. */
export interface PlainMail {
  readonly from: { readonly name: string; readonly address: string };
  readonly to: readonly { readonly name: string; readonly address: string }[];
  readonly subject: string;
  readonly text: string;
  readonly messageId: string;
}

/** A pool of connections to the mail server. */
export interface MailTransport {
  /**
   * @returns how many recipients the server refused.
   * @throws {DeliveryError} if it did not take the mail over.
   */
  send(mail: PlainMail): Promise<{ readonly refused: number }>;
  close(): Promise<void>;
}

const TIMEOUT_MS = 10 * SECOND_MS;
const MAX_CONNECTIONS = 5;

/**
 * @param greeting - The name with which we greet the server, as receivers may see it; that of this machine unless told.
 */
export function createMailTransport(options: MailServerOptions, greeting?: string): MailTransport {
  const transport: Transporter<SMTPPool.SentMessageInfo> = createTransport(describeTransport(options, greeting));
  return {
    async send(mail) {
      try {
        const result = await transport.sendMail({
          ...mail,
          to: [...mail.to],
          // Keeps out-of-office answers away.
          headers: { 'Auto-Submitted': 'auto-generated' },
          disableFileAccess: true,
          disableUrlAccess: true,
        });
        return { refused: result.rejected?.length ?? 0 };
      } catch (error) {
        throw toDeliveryError(error);
      }
    },
    async close() {
      transport.close();
    },
  };
}

/**
 * For good is only a 5xx answer to the mail itself. Everything else can mend by itself or by an operator's hand:
 * greylisting (4xx), no connection, no TLS, wrong password.
 */
function toDeliveryError(error: unknown): DeliveryError {
  const { responseCode, code } = error as { readonly responseCode?: unknown; readonly code?: unknown };
  const isAboutMail = code === 'EENVELOPE' || code === 'EMESSAGE';
  const isForGood = isAboutMail && typeof responseCode === 'number' && responseCode >= 500;
  return new DeliveryError(isForGood ? 'delivery_rejected' : 'delivery_unavailable', {
    cause: error,
    reason: typeof responseCode === 'number' ? `smtp_${responseCode}` : REASONS[String(code)],
  });
}

/** What nodemailer calls the ways in which no answer comes. */
const REASONS: Readonly<Record<string, string>> = {
  ETIMEDOUT: 'timeout',
  ECONNECTION: 'connection_failed',
  ESOCKET: 'connection_failed',
  EDNS: 'connection_failed',
  ETLS: 'tls_failed',
  EAUTH: 'sign_in_failed',
};

function describeTransport(options: MailServerOptions, greeting: string | undefined): SMTPPool.Options {
  const timeout = options.timeoutMs ?? TIMEOUT_MS;
  return {
    pool: true,
    maxConnections: MAX_CONNECTIONS,
    host: options.host,
    port: options.port,
    ...(greeting === undefined ? {} : { name: greeting }),
    secure: options.isImplicitTls,
    requireTLS: options.requireTls && !options.isImplicitTls,
    ignoreTLS: false,
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
    dnsTimeout: timeout,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(options.auth ? { auth: { user: options.auth.user, pass: options.auth.pass } } : {}),
  };
}
