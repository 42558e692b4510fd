import type { AppConfig, MailConfig } from './config/config.ts';
import type { Clock } from './domain/clock.ts';
import type { HintSender } from './domain/hintSender.ts';
import type { LocaleTag } from './domain/locale.ts';
import type { Logger } from './domain/logger.ts';
import type { Notifier } from './domain/notifier.ts';
import type { MailServerOptions } from './handoff/notifiers/mailTransport.ts';
import { loadNoticeTexts } from './handoff/notifiers/noticeTexts.ts';
import { createSmtpHintSender } from './handoff/notifiers/smtpHintSender.ts';
import { createSmtpNotifier } from './handoff/notifiers/smtpNotifier.ts';
import { createWebhookNotifier } from './handoff/notifiers/webhookNotifier.ts';

export interface NotifierParts {
  readonly localesDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The ways in which staff are told of a request, as the configuration asks for them. */
export function composeNotifiers(config: AppConfig, parts: NotifierParts): Notifier[] {
  const notifiers: Notifier[] = [];
  const consoleUrl = `${config.http.publicUrl ?? `http://127.0.0.1:${config.http.port}`}/staff`;
  if (config.mail) notifiers.push(createMailNotifier(config, config.mail, { ...parts, consoleUrl }));
  if (config.webhook) notifiers.push(createWebhookNotifier({ ...config.webhook, consoleUrl, clock: parts.clock }));
  return notifiers;
}

/** How people who asked for it are told that there is an answer; absent where no mail can be sent. */
export function composeHintSender(config: AppConfig, sentence: (locale: LocaleTag) => string): HintSender | undefined {
  if (!config.mail) return undefined;
  return createSmtpHintSender({ ...describeServer(config, config.mail), from: config.mail.hintFrom, sentence });
}

function createMailNotifier(
  config: AppConfig,
  mail: MailConfig,
  { localesDir, logger, consoleUrl }: NotifierParts & { readonly consoleUrl: string },
): Notifier {
  const toMailboxes = ({ BE, LU }: Readonly<Record<'BE' | 'LU', string | undefined>>) => ({
    BE: BE === undefined ? [] : [{ address: BE }],
    LU: LU === undefined ? [] : [{ address: LU }],
  });
  return createSmtpNotifier({
    ...describeServer(config, mail),
    from: { address: mail.from },
    recipients: toMailboxes(mail.to),
    deputies: toMailboxes(mail.deputies),
    leads: toMailboxes(mail.leads),
    texts: loadNoticeTexts(localesDir, mail.language),
    locale: mail.language,
    consoleUrl,
    logger,
  });
}

function describeServer(config: AppConfig, mail: MailConfig): MailServerOptions {
  const server = new URL(mail.smtpUrl);
  const isImplicitTls = server.protocol === 'smtps:';
  return {
    host: server.hostname,
    port: Number(server.port) || (isImplicitTls ? 465 : 587),
    isImplicitTls,
    requireTls: config.mode === 'operated',
    ...(server.username === ''
      ? {}
      : { auth: { user: decodeURIComponent(server.username), pass: decodeURIComponent(server.password) } }),
  };
}
