import { createTransport, type Transporter } from 'nodemailer';
import type SMTPPool from 'nodemailer/lib/smtp-pool/index.js';
import { SECOND_MS } from '#src/domain/clock.ts';
import { DeliveryError } from '#src/domain/errors.ts';
import type { Logger } from '#src/domain/logger.ts';
import type { Notice, Notifier } from '#src/domain/notifier.ts';
import type { Office } from '#src/domain/office.ts';
import { composeNotice } from './composeNotice.ts';
import type { NoticeTexts } from './noticeTexts.ts';

/** An address from the configuration, never from a person who chats. */
interface MailAddress {
  readonly name?: string;
  readonly address: string;
}

export interface SmtpNotifierOptions {
  readonly host: string;
  readonly port: number;
  /** True: TLS from the first byte (port 465). False: STARTTLS. */
  readonly isImplicitTls: boolean;
  /** True in operated mode: without TLS nothing is sent. */
  readonly requireTls: boolean;
  readonly auth?: { readonly user: string; readonly pass: string };
  readonly from: MailAddress;
  readonly recipients: Readonly<Record<Office, readonly MailAddress[]>>;
  readonly texts: NoticeTexts;
  /** Language of the notices: how dates and language names are written. */
  readonly locale: string;
  /** Public address of the staff page: `https://…/staff`. */
  readonly consoleUrl: string;
  readonly logger: Logger;
  /** For tests with a silent server; 10 s unless told. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 10 * SECOND_MS;
const MAX_CONNECTIONS = 5;

/** Tells staff by e-mail. Plain text, no personal data, and the same Message-ID for every try of one notice. */
export function createSmtpNotifier(options: SmtpNotifierOptions): Notifier {
  const transport = createTransport(describeTransport(options));
  return {
    name: 'smtp',
    async deliver(notice) {
      const to = options.recipients[notice.office].map(({ name, address }) => ({ name: name ?? '', address }));
      if (to.length === 0) throw new DeliveryError('delivery_rejected');
      const { subject, text } = composeNotice(notice, options);
      const result = await send(transport, {
        from: { name: options.from.name ?? '', address: options.from.address },
        to,
        subject,
        text,
        messageId: describeMessageId(notice, options.from),
        // Keeps out-of-office answers away.
        headers: { 'Auto-Submitted': 'auto-generated' },
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      const refused = result.rejected?.length ?? 0;
      if (refused > 0) options.logger.warn('a recipient of notices was refused by the mail server', { count: refused });
    },
    async close() {
      transport.close();
    },
  };
}

type Mail = Parameters<Transporter<SMTPPool.SentMessageInfo>['sendMail']>[0];

async function send(transport: Transporter<SMTPPool.SentMessageInfo>, mail: Mail): Promise<SMTPPool.SentMessageInfo> {
  try {
    return await transport.sendMail(mail);
  } catch (error) {
    throw new DeliveryError(isRefusedForGood(error) ? 'delivery_rejected' : 'delivery_unavailable', { cause: error });
  }
}

/**
 * A 5xx answer to the mail itself. Everything else can mend by itself or by an operator's hand: greylisting (4xx),
 * no connection, no TLS, wrong password.
 */
function isRefusedForGood(error: unknown): boolean {
  const { responseCode, code } = error as { readonly responseCode?: unknown; readonly code?: unknown };
  const isAboutMail = code === 'EENVELOPE' || code === 'EMESSAGE';
  return isAboutMail && typeof responseCode === 'number' && responseCode >= 500;
}

function describeTransport(options: SmtpNotifierOptions): SMTPPool.Options {
  const timeout = options.timeoutMs ?? TIMEOUT_MS;
  return {
    pool: true,
    maxConnections: MAX_CONNECTIONS,
    host: options.host,
    port: options.port,
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

function describeMessageId(notice: Notice, from: MailAddress): string {
  const domain = from.address.split('@')[1] ?? 'localhost';
  return `<${notice.id}.smtp@${domain}>`;
}
