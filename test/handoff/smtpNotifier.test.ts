import { createServer, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Reference } from '#src/domain/contactRequest.ts';
import { DeliveryError } from '#src/domain/errors.ts';
import type { Notice, Notifier } from '#src/domain/notifier.ts';
import type { TopicId } from '#src/domain/topic.ts';
import { loadNoticeTexts } from '#src/handoff/notifiers/noticeTexts.ts';
import { createSmtpNotifier, type SmtpNotifierOptions } from '#src/handoff/notifiers/smtpNotifier.ts';
import { aContactRequest } from '../support/contactRequests.ts';
import { createDatabaseMaker, type DatabaseMaker } from '../support/databases.ts';
import { startHandoff } from '../support/handoff.ts';
import { type MailAnswer, type MailServer, startMailServer } from '../support/mailServer.ts';
import { SilentLogger } from '../support/silentLogger.ts';

const NOTICE: Notice = {
  id: '0192-job',
  occasion: 'new',
  reference: 'ABCD1234' as Reference,
  office: 'BE',
  locale: 'ar',
  isUrgent: false,
  waitingSinceHour: Date.parse('2027-03-01T09:00:00Z'),
};

const notifiers: Notifier[] = [];
const servers: MailServer[] = [];

function notifierFor(port: number, changes: Partial<SmtpNotifierOptions> = {}): Notifier {
  const notifier = createSmtpNotifier({
    host: '127.0.0.1',
    port,
    isImplicitTls: false,
    requireTls: false,
    from: { name: 'Return Assistant', address: 'assistant@iom.example' },
    recipients: { BE: [{ address: 'brussels@iom.example' }], LU: [{ address: 'luxembourg@iom.example' }] },
    texts: loadNoticeTexts('locales', 'en'),
    locale: 'en',
    consoleUrl: 'https://chat.example/staff',
    logger: new SilentLogger(),
    timeoutMs: 400,
    ...changes,
  });
  notifiers.push(notifier);
  return notifier;
}

async function serve(...answers: MailAnswer[]): Promise<MailServer> {
  const server = await startMailServer(answers);
  servers.push(server);
  return server;
}

async function failureOf(delivery: Promise<void>): Promise<Pick<DeliveryError, 'code' | 'retryable'>> {
  const error = await delivery.then(() => undefined).catch((reason: unknown) => reason);
  if (!(error instanceof DeliveryError)) throw new Error('It was delivered, or failed otherwise', { cause: error });
  return { code: error.code, retryable: error.retryable };
}

const UNAVAILABLE = { code: 'delivery_unavailable', retryable: true };
const REJECTED = { code: 'delivery_rejected', retryable: false };

afterEach(async () => {
  for (const notifier of notifiers.splice(0)) await notifier.close?.();
  for (const server of servers.splice(0)) await server.close();
});

describe('a notice by mail', () => {
  it('says in plain text which request waits, since when, in which language, and where to read it', async () => {
    const server = await serve();
    await notifierFor(server.port).deliver(NOTICE);
    const [mail] = await server.parsed();
    expect(mail?.subject).toBe('Contact request ABCD1234');
    expect(mail?.html).toBe(false);
    expect(mail?.text).toContain('Reference: ABCD1234');
    expect(mail?.text).toContain('Office: Belgium');
    expect(mail?.text).toContain('Arabic');
    expect(mail?.text).toContain('1 March');
    expect(mail?.text).toContain('10:00');
    expect(mail?.text).toContain('https://chat.example/staff#ABCD1234');
    expect(mail?.messageId).toBe('<0192-job.smtp@iom.example>');
    expect(server.recipients).toEqual([['brussels@iom.example']]);
  });

  it('goes to the office of the request, and marks what is urgent or still waiting', async () => {
    const server = await serve();
    const notifier = notifierFor(server.port, { texts: loadNoticeTexts('locales', 'fr'), locale: 'fr' });
    await notifier.deliver({ ...NOTICE, office: 'LU', isUrgent: true, occasion: 'unclaimed' });
    const [mail] = await server.parsed();
    expect(server.recipients).toEqual([['luxembourg@iom.example']]);
    expect(mail?.subject).toBe('La demande de contact urgente ABCD1234 attend toujours');
    expect(mail?.text).toContain('arabe');
  });

  it('has every sentence in English and French', () => {
    for (const locale of ['en', 'fr']) expect(() => loadNoticeTexts('locales', locale)).not.toThrow();
  });

  it.each<[string, MailAnswer, object]>([
    ['is tried again after greylisting (451)', 'greylist', UNAVAILABLE],
    ['is not tried again after a refusal (550)', 'refuse', REJECTED],
    ['is tried again if the answer to the content is lost', 'dropAfterData', UNAVAILABLE],
  ])('%s', async (_name, answer, expected) => {
    const server = await serve(answer);
    const notifier = notifierFor(server.port);
    expect(await failureOf(notifier.deliver(NOTICE))).toEqual(expected);
    await notifier.deliver(NOTICE);
    const ids = (await server.parsed()).map(({ messageId }) => messageId);
    expect(new Set(ids).size).toBe(1);
    expect(ids).toHaveLength(answer === 'dropAfterData' ? 2 : 1);
  });

  it('is tried again if nobody listens, or somebody listens and never speaks', async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => sockets.push(socket));
    await new Promise<void>((resolve) => {
      silent.listen(0, '127.0.0.1', resolve);
    });
    const { port } = silent.address() as { port: number };
    expect(await failureOf(notifierFor(port).deliver(NOTICE))).toEqual(UNAVAILABLE);
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => silent.close(resolve));
    expect(await failureOf(notifierFor(port).deliver(NOTICE))).toEqual(UNAVAILABLE);
  });

  it('sends nothing without TLS where TLS is required', async () => {
    const server = await serve();
    expect(await failureOf(notifierFor(server.port, { requireTls: true }).deliver(NOTICE))).toEqual(UNAVAILABLE);
    expect(server.raw).toEqual([]);
  });

  it('cannot be led astray by line ends or commas in a name', async () => {
    const server = await serve();
    const evil = 'Desk\r\nBcc: thief@evil.example, other@evil.example';
    await notifierFor(server.port, {
      from: { name: evil, address: 'assistant@iom.example' },
      recipients: { BE: [{ name: evil, address: 'brussels@iom.example' }], LU: [] },
    }).deliver({ ...NOTICE, reference: 'A\r\nBcc: thief@evil.example' as Reference });
    const [mail] = await server.parsed();
    expect(server.recipients).toEqual([['brussels@iom.example']]);
    expect(mail?.bcc).toBeUndefined();
    expect(mail?.headers.has('bcc')).toBe(false);
  });

  it('is rejected for good if the office has no mailbox', async () => {
    const server = await serve();
    const notifier = notifierFor(server.port, { recipients: { BE: [], LU: [] } });
    expect(await failureOf(notifier.deliver(NOTICE))).toEqual(REJECTED);
  });
});

describe('what a person wrote', () => {
  let maker: DatabaseMaker;

  beforeAll(async () => {
    maker = await createDatabaseMaker('sqlite');
  });
  afterAll(() => maker.end());

  it.each(['en', 'fr'])('never appears in a notice or in the log (%s)', async (locale) => {
    const server = await serve();
    const notifier = notifierFor(server.port, { texts: loadNoticeTexts('locales', locale), locale });
    const handoff = await startHandoff(maker, { notifiers: [notifier] });
    const means = [
      { kind: 'phone', number: '+32470999999', isValid: true },
      { kind: 'whatsapp', number: '0470 CANARY', isValid: false },
      { kind: 'email', address: 'canary-mail@example.org' },
      { kind: 'chat' },
    ] as const;
    for (const one of means) {
      await handoff.desk.submit(
        aContactRequest({
          means: one,
          name: 'CANARY-NAME\r\nBcc: canary@evil.example',
          message: 'CANARY-MESSAGE',
          topic: 'safety-canary' as TopicId,
          safeContact: { safeToCall: 'no', leaveMessage: 'no', when: 'CANARY-WHEN' },
          wishes: { interpreter: 'CANARY-INTERPRETER', spokenLanguage: 'CANARY-LANGUAGE' },
          conversationId: 'canary-conversation',
        }),
      );
    }
    await handoff.worker.drain();
    const mails = await server.parsed();
    expect(mails).toHaveLength(4);
    const decoded = mails.map((mail) => `${JSON.stringify([...mail.headers])} ${mail.subject} ${mail.text}`);
    const said = JSON.stringify([server.raw, decoded, handoff.logger.lines]).toLowerCase();
    expect(said).not.toContain('canary');
    expect(said).not.toContain('470999999');
    // The exact minute of the request is nobody's business either.
    expect(mails[0]?.text).not.toMatch(/:(?!00)\d\d\b/);
  });
});
