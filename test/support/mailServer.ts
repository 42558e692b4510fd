import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A real mail server that keeps what it received. */
export interface MailServer {
  readonly port: number;
  /** Every mail as it came over the wire. */
  readonly raw: string[];
  /** Envelope recipients per mail. */
  readonly recipients: string[][];
  parsed(): Promise<ParsedMail[]>;
  /** From now on each mail is acknowledged after this long. */
  answerAfter(delayMs: () => number): void;
  /** From now on each mail is taken in and never answered. */
  fallSilent(): void;
  /** Connections open now. */
  connections(): number;
  close(): Promise<void>;
}

/** How the next mails are answered; after the list everything is accepted. */
export type MailAnswer = 'accept' | 'greylist' | 'refuse' | 'dropAfterData';

export async function startMailServer(
  answers: readonly MailAnswer[] = [],
  options: SMTPServerOptions = {},
  port = 0,
): Promise<MailServer> {
  const raw: string[] = [];
  const recipients: string[][] = [];
  const next = [...answers];
  let current: MailAnswer = 'accept';
  let isSilent = false;
  let delay: (() => number) | undefined;
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    hideSTARTTLS: true,
    logger: false,
    disableReverseLookup: true,
    closeTimeout: 200,
    onMailFrom(_address, _session, done) {
      current = next.shift() ?? 'accept';
      done();
    },
    onRcptTo(_address, _session, done) {
      if (current === 'greylist') done(Object.assign(new Error('try later'), { responseCode: 451 }));
      else if (current === 'refuse') done(Object.assign(new Error('no such mailbox'), { responseCode: 550 }));
      else done();
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (isSilent) return;
        raw.push(Buffer.concat(chunks).toString());
        recipients.push(session.envelope.rcptTo.map(({ address }) => address));
        if (current === 'dropAfterData') {
          const sockets = server.connections as unknown as Set<{ _socket?: { destroy(): void } }>;
          for (const connection of sockets) connection._socket?.destroy();
          return;
        }
        if (delay) setTimeout(done, delay());
        else done();
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    raw,
    recipients,
    answerAfter(delayMs) {
      delay = delayMs;
    },
    fallSilent() {
      isSilent = true;
    },
    connections: () => server.connections.size,
    parsed: () => Promise.all(raw.map((mail) => simpleParser(mail))),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
