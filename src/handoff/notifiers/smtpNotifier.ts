import { DeliveryError } from '#src/domain/errors.ts';
import type { Logger } from '#src/domain/logger.ts';
import type { Notice, NoticeOccasion, Notifier } from '#src/domain/notifier.ts';
import type { Office } from '#src/domain/office.ts';
import { composeNotice } from './composeNotice.ts';
import { createMailTransport, type MailServerOptions } from './mailTransport.ts';
import type { NoticeTexts } from './noticeTexts.ts';

/** An address from the configuration, never from a person who chats. */
interface MailAddress {
  readonly name?: string;
  readonly address: string;
}

type Mailboxes = Readonly<Record<Office, readonly MailAddress[]>>;

export interface SmtpNotifierOptions extends MailServerOptions {
  readonly from: MailAddress;
  readonly recipients: Mailboxes;
  /** Who is told when nobody takes a request; the office itself where nobody is named. */
  readonly deputies?: Mailboxes;
  readonly leads?: Mailboxes;
  readonly texts: NoticeTexts;
  /** Language of the notices: how dates and language names are written. */
  readonly locale: string;
  /** Public address of the staff page: `https://…/staff`. */
  readonly consoleUrl: string;
  readonly logger: Logger;
}

/** Tells staff by e-mail. Plain text, no personal data, and the same Message-ID for every try of one notice. */
export function createSmtpNotifier(options: SmtpNotifierOptions): Notifier {
  const transport = createMailTransport(options);
  const special: Readonly<Partial<Record<NoticeOccasion, Mailboxes | undefined>>> = {
    deputy: options.deputies,
    lead: options.leads,
  };

  function findRecipients({ occasion, office }: Notice): readonly MailAddress[] {
    const named = special[occasion]?.[office] ?? [];
    return named.length > 0 ? named : options.recipients[office];
  }

  return {
    name: 'smtp',
    async deliver(notice) {
      const to = findRecipients(notice).map(({ name, address }) => ({ name: name ?? '', address }));
      if (to.length === 0) throw new DeliveryError('delivery_rejected', { reason: 'no_recipient' });
      const { refused } = await transport.send({
        from: { name: options.from.name ?? '', address: options.from.address },
        to,
        ...composeNotice(notice, options),
        messageId: describeMessageId(notice, options.from),
      });
      if (refused > 0) options.logger.warn('a recipient of notices was refused by the mail server', { count: refused });
    },
    close: () => transport.close(),
  };
}

function describeMessageId(notice: Notice, from: MailAddress): string {
  const domain = from.address.split('@')[1] ?? 'localhost';
  return `<${notice.id}.smtp@${domain}>`;
}
