import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Notifier } from '#src/domain/notifier.ts';
import type { StaffMember } from '#src/domain/staff.ts';
import { loadNoticeTexts } from '#src/handoff/notifiers/noticeTexts.ts';
import { createSmtpNotifier } from '#src/handoff/notifiers/smtpNotifier.ts';
import { createWebhookNotifier } from '#src/handoff/notifiers/webhookNotifier.ts';
import { systemClock } from '#src/systemClock.ts';
import { aContactRequest } from '../support/contactRequests.ts';
import { createDatabaseMaker, DATABASE_KINDS, type DatabaseMaker } from '../support/databases.ts';
import { startHandoff, type TestHandoff } from '../support/handoff.ts';
import { type MailAnswer, type MailServer, startMailServer } from '../support/mailServer.ts';
import { SilentLogger } from '../support/silentLogger.ts';
import {
  answerWith,
  startWebhookReceiver,
  type WebhookAnswer,
  type WebhookReceiver,
} from '../support/webhookReceiver.ts';

/** Requests per fault: more than run at once. */
const REQUESTS = 25;
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const lead = { id: 'l', roles: ['lead'], office: 'both' } as unknown as StaffMember;

const report = (line: string): void => void process.stderr.write(`${line}\n`);

function mailTo(port: number): Notifier {
  return createSmtpNotifier({
    host: '127.0.0.1',
    port,
    isImplicitTls: false,
    requireTls: false,
    from: { address: 'assistant@iom.example' },
    recipients: { BE: [{ address: 'be@iom.example' }], LU: [{ address: 'lu@iom.example' }] },
    texts: loadNoticeTexts('locales', 'en'),
    locale: 'en',
    consoleUrl: 'https://chat.example/staff',
    logger: new SilentLogger(),
    timeoutMs: 5_000,
  });
}

const webhookTo = (url: string): Notifier =>
  createWebhookNotifier({
    url,
    secrets: [SECRET],
    mayBePrivate: true,
    consoleUrl: 'https://chat.example/staff',
    clock: systemClock,
    timeoutMs: 2_000,
  });

/** Submits, and lets the clock run until nothing waits any more. @returns minutes until then. */
async function tellAll(handoff: TestHandoff): Promise<number> {
  for (let i = 0; i < REQUESTS; i += 1) await handoff.desk.submit(aContactRequest());
  // The console shows each of them before the first notice went out.
  expect(await handoff.requestDesk.list(lead, {})).toHaveLength(REQUESTS);
  const from = handoff.clock.now();
  for (let minute = 0; minute < 60 * 24 * 4; minute += 1) {
    await handoff.worker.drain();
    if ((await handoff.unitOfWork.run(({ outbox }) => outbox.counts())).ready === 0) break;
    await handoff.clock.advance({ minutes: minute < 30 ? 1 : 30 });
  }
  return Math.round((handoff.clock.now() - from) / 60_000);
}

describe('R7 and R8: what happens to notices when the other side fails', () => {
  let maker: DatabaseMaker;

  beforeAll(async () => {
    maker = await createDatabaseMaker('sqlite');
  });
  afterAll(() => maker.end());

  it.each<[string, MailAnswer | 'slow' | 'down']>([
    ['greylists', 'greylist'],
    ['drops the connection after the content', 'dropAfterData'],
    ['answers after 200 ms', 'slow'],
    ['refuses (550)', 'refuse'],
    ['is down for an hour', 'down'],
  ])('R7: the mail server %s', async (name, fault) => {
    const isAnswer = fault !== 'slow' && fault !== 'down';
    let mail: MailServer = await startMailServer(isAnswer ? Array<MailAnswer>(REQUESTS).fill(fault) : []);
    const receiver = await startWebhookReceiver();
    if (fault === 'slow') mail.answerAfter(() => 200);
    const { port } = mail;
    const handoff = await startHandoff(maker, { notifiers: [mailTo(port), webhookTo(receiver.url)] });
    if (fault === 'down') {
      await mail.close();
      handoff.clock.schedule(3_600_000, () => void startMailServer([], {}, port).then((again) => (mail = again)));
    }
    const minutes = await tellAll(handoff);
    await handoff.worker.stop();
    const mailed = new Set((await mail.parsed()).map(({ messageId }) => messageId)).size;
    const posted = new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size;
    const undelivered = handoff.alarms.filter(({ kind }) => kind === 'noticeUndelivered').length;
    expect(posted).toBe(REQUESTS);
    expect(mailed).toBe(fault === 'refuse' ? 0 : REQUESTS);
    expect(undelivered).toBe(fault === 'refuse' ? REQUESTS : 0);
    const states = (await handoff.requestDesk.list(lead, {})).map(({ noticeState }) => noticeState);
    expect(states).toEqual(Array(REQUESTS).fill('delivered'));
    report(
      `R7 ${name}: ${REQUESTS} requests, ${mailed} by mail, ${posted} by webhook, ${mail.raw.length - mailed} repeated, ` +
        `${undelivered} given up with alarm, done after ${minutes} min`,
    );
    await Promise.all([mail.close(), receiver.close()]);
  });

  it.each<[string, WebhookAnswer]>([
    ['429 with Retry-After', (response) => answerWith(response, 429, { 'retry-after': '600' })],
    ['429 without', 429],
    ['500', 500],
    ['503', 503],
    ['a reset', 'reset'],
    ['silence', 'hang'],
    ['401', 401],
  ])('R8: the webhook answers with %s', async (name, fault) => {
    const mail = await startMailServer();
    const receiver: WebhookReceiver = await startWebhookReceiver(...Array<WebhookAnswer>(REQUESTS).fill(fault));
    const handoff = await startHandoff(maker, { notifiers: [mailTo(mail.port), webhookTo(receiver.url)] });
    const minutes = await tellAll(handoff);
    await handoff.worker.stop();
    const posted = new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size;
    const undelivered = handoff.alarms.filter(({ kind }) => kind === 'noticeUndelivered').length;
    expect(mail.raw).toHaveLength(REQUESTS);
    expect(posted).toBe(REQUESTS);
    expect(receiver.received).toHaveLength(fault === 401 ? REQUESTS : 2 * REQUESTS);
    expect(undelivered).toBe(fault === 401 ? REQUESTS : 0);
    report(
      `R8 ${name}: ${REQUESTS} requests, all told by mail, ${receiver.received.length} posts of ${posted} ids, ` +
        `${undelivered} given up with alarm, done after ${minutes} min`,
    );
    await Promise.all([mail.close(), receiver.close()]);
  });
});

describe.each(DATABASE_KINDS)('poison and repetition on %s', (kind) => {
  let maker: DatabaseMaker;

  beforeAll(async () => {
    maker = await createDatabaseMaker(kind);
  });
  afterAll(() => maker.end());

  it('R16: a job nobody understands, one that always fails, and a record nobody can open harm no neighbour', async () => {
    const mail = await startMailServer();
    const always = await startWebhookReceiver(...Array<WebhookAnswer>(10_000).fill(500));
    const handoff = await startHandoff(maker, { notifiers: [mailTo(mail.port), webhookTo(always.url)] });
    await handoff.unitOfWork.run(({ outbox }) =>
      outbox.add({ topic: 'poison', subject: 'x', dedupeKey: 'poison', payload: {} }),
    );
    const { reference } = await handoff.desk.submit(aContactRequest());
    await handoff.opened.db.query('update contact_request set sealed = $1 where reference = $2', ['broken', reference]);
    for (let i = 0; i < 5; i += 1) await handoff.desk.submit(aContactRequest());
    for (let hour = 0; hour < 80; hour += 1) {
      await handoff.worker.drain();
      await handoff.clock.advance({ hours: 1 });
    }
    const counts = await handoff.unitOfWork.run(({ outbox }) => outbox.counts());
    const opened = await Promise.all(
      (await handoff.requestDesk.list(lead, {})).map(({ id }) => handoff.requestDesk.open(lead, id)),
    );
    const readable = opened.filter((each) => each.kind === 'found' && each.dossier.details !== undefined);
    expect(mail.raw).toHaveLength(6);
    expect(counts).toMatchObject({ ready: 0, dead: 7 });
    expect([opened.length, readable.length]).toEqual([6, 5]);
    const alarmed = handoff.alarms.filter(({ kind: what }) => what === 'noticeUndelivered').length;
    expect(alarmed).toBe(7);
    report(
      `R16 on ${kind}: 6 requests told by mail, ${always.received.length} vain posts, 7 jobs dead with ${alarmed} alarms, ` +
        '1 record shown as unreadable, 5 read',
    );
    await handoff.worker.stop();
    await Promise.all([mail.close(), always.close()]);
  });

  it('R17: what is sent three times, out of order and at once, makes one request and one reference each', async () => {
    const mail = await startMailServer();
    const handoff = await startHandoff(maker, { notifiers: [mailTo(mail.port)] });
    const drafts = Array.from({ length: REQUESTS }, () => aContactRequest());
    const shuffled = [...drafts, ...drafts, ...drafts].sort(() => Math.random() - 0.5);
    const answers = await Promise.all(shuffled.map((draft) => handoff.desk.submit(draft)));
    await handoff.worker.drain();
    await handoff.worker.drain();
    const references = new Set(answers.map(({ reference }) => reference));
    const secrets = answers.filter(({ secret }) => secret !== undefined).length;
    expect(references.size).toBe(REQUESTS);
    expect(secrets).toBe(REQUESTS);
    expect(await handoff.requestDesk.list(lead, {})).toHaveLength(REQUESTS);
    expect(mail.raw).toHaveLength(REQUESTS);
    report(
      `R17 on ${kind}: ${shuffled.length} sends of ${REQUESTS} drafts: ${references.size} requests, ${mail.raw.length} mails`,
    );
    await handoff.worker.stop();
    await mail.close();
  });
});
