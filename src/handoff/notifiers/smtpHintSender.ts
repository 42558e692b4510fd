import type { HintSender } from '#src/domain/hintSender.ts';
import type { LocaleTag } from '#src/domain/locale.ts';
import { createMailTransport, type MailServerOptions } from './mailTransport.ts';

export interface SmtpHintSenderOptions extends MailServerOptions {
  /** An address that names neither IOM nor return. */
  readonly from: string;
  /** The one sentence of the mail in the language of the person: subject and text. */
  readonly sentence: (locale: LocaleTag) => string;
}

/** Understood in every language, and tells nothing to whoever else looks at the phone. */
const NEUTRAL_NAME = 'Info';

/** Sends the bare word that there is an answer: no link, no name, no reference, nothing of the person. */
export function createSmtpHintSender(options: SmtpHintSenderOptions): HintSender {
  const domain = options.from.split('@')[1] ?? 'localhost';
  // Mail servers write the greeting into the mail: not the name of this machine.
  const transport = createMailTransport(options, domain);
  return {
    async send({ id, address, locale }) {
      const sentence = options.sentence(locale);
      await transport.send({
        from: { name: NEUTRAL_NAME, address: options.from },
        to: [{ name: '', address }],
        subject: sentence,
        text: `${sentence}\n`,
        messageId: `<${id}@${domain}>`,
      });
    },
    close: () => transport.close(),
  };
}
