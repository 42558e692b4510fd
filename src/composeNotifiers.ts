import type { AppConfig, MailConfig } from './config/config.ts';
import type { Logger } from './domain/logger.ts';
import type { Notifier } from './domain/notifier.ts';
import { loadNoticeTexts } from './handoff/notifiers/noticeTexts.ts';
import { createSmtpNotifier } from './handoff/notifiers/smtpNotifier.ts';

/** The ways in which staff are told of a request, as the configuration asks for them. */
export function composeNotifiers(config: AppConfig, localesDir: string, logger: Logger): Notifier[] {
  return config.mail ? [createMailNotifier(config, config.mail, localesDir, logger)] : [];
}

function createMailNotifier(config: AppConfig, mail: MailConfig, localesDir: string, logger: Logger): Notifier {
  const server = new URL(mail.smtpUrl);
  const isImplicitTls = server.protocol === 'smtps:';
  return createSmtpNotifier({
    host: server.hostname,
    port: Number(server.port) || (isImplicitTls ? 465 : 587),
    isImplicitTls,
    requireTls: config.mode === 'operated',
    ...(server.username === ''
      ? {}
      : { auth: { user: decodeURIComponent(server.username), pass: decodeURIComponent(server.password) } }),
    from: { address: mail.from },
    recipients: { BE: [{ address: mail.to.BE }], LU: [{ address: mail.to.LU }] },
    texts: loadNoticeTexts(localesDir, mail.language),
    locale: mail.language,
    consoleUrl: `${config.http.publicUrl ?? `http://127.0.0.1:${config.http.port}`}/staff`,
    logger,
  });
}
