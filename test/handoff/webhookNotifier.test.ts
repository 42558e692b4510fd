import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import type { Reference } from '#src/domain/contactRequest.ts';
import { DeliveryError } from '#src/domain/errors.ts';
import { NOTICE_OCCASIONS, type Notice } from '#src/domain/notifier.ts';
import { isPublicAddress } from '#src/handoff/notifiers/isPublicAddress.ts';
import { WEBHOOK_BODY } from '#src/handoff/notifiers/webhookBody.ts';
import { createWebhookNotifier, type WebhookNotifierOptions } from '#src/handoff/notifiers/webhookNotifier.ts';
import { systemClock } from '#src/systemClock.ts';
import { aContactRequest } from '../support/contactRequests.ts';
import { createDatabaseMaker, type DatabaseMaker } from '../support/databases.ts';
import { startHandoff } from '../support/handoff.ts';
import {
  answerWith,
  startWebhookReceiver,
  type WebhookAnswer,
  type WebhookReceiver,
} from '../support/webhookReceiver.ts';

const OLD = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const NEW = `whsec_${Buffer.alloc(32, 2).toString('base64')}`;

const NOTICE: Notice = {
  id: '0192-job',
  occasion: 'new',
  reference: 'ABCD1234' as Reference,
  office: 'LU',
  locale: 'ti',
  isUrgent: true,
  waitingSinceHour: Date.parse('2027-03-01T09:00:00Z'),
};

const receivers: WebhookReceiver[] = [];

async function serve(...answers: WebhookAnswer[]): Promise<WebhookReceiver> {
  const receiver = await startWebhookReceiver(...answers);
  receivers.push(receiver);
  return receiver;
}

const notifierFor = (url: string, changes: Partial<WebhookNotifierOptions> = {}) =>
  createWebhookNotifier({
    url,
    secrets: [NEW],
    mayBePrivate: true,
    consoleUrl: 'https://chat.example/staff',
    clock: systemClock,
    timeoutMs: 400,
    ...changes,
  });

async function failureOf(delivery: Promise<void>): Promise<Partial<DeliveryError>> {
  const error = await delivery.then(() => undefined).catch((reason: unknown) => reason);
  if (!(error instanceof DeliveryError)) throw new Error('It was delivered, or failed otherwise', { cause: error });
  const { retryable, reason, retryAfterMs } = error;
  return { retryable, reason, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

afterEach(async () => {
  for (const receiver of receivers.splice(0)) await receiver.close();
});

describe('a notice by webhook', () => {
  it('is JSON of the documented schema, with nothing but what a notice may say', async () => {
    const receiver = await serve();
    await notifierFor(receiver.url).deliver(NOTICE);
    const [post] = receiver.received;
    expect(post?.headers['content-type']).toBe('application/json');
    expect(JSON.parse(post?.body ?? '')).toEqual({
      type: 'contact_request.notice',
      data: {
        occasion: 'new',
        reference: 'ABCD1234',
        office: 'LU',
        language: 'ti',
        isUrgent: true,
        waitingSince: '2027-03-01T09:00:00.000Z',
        consoleUrl: 'https://chat.example/staff#ABCD1234',
      },
    });
  });

  it.each(NOTICE_OCCASIONS)('fits the schema on the occasion “%s”', async (occasion) => {
    const receiver = await serve();
    await notifierFor(receiver.url).deliver({ ...NOTICE, occasion });
    expect(WEBHOOK_BODY.parse(JSON.parse(receiver.received[0]?.body ?? '')).data.occasion).toBe(occasion);
  });

  it('has the schema that the documents publish', () => {
    expect(JSON.parse(readFileSync('docs/webhook.schema.json', 'utf8'))).toEqual(z.toJSONSchema(WEBHOOK_BODY));
  });

  it('is verified by the library that receivers use, and refused once anything was changed', async () => {
    const receiver = await serve();
    await notifierFor(receiver.url).deliver(NOTICE);
    const { headers, body } = receiver.received[0] as { headers: Record<string, string>; body: string };
    const verify = (text: string, changes: Record<string, string> = {}, secret = NEW) =>
      new Webhook(secret).verify(text, { ...headers, ...changes });
    expect(verify(body)).toEqual(JSON.parse(body));
    expect(() => verify(body.replace('LU', 'BE'))).toThrow();
    expect(() => verify(body, { 'webhook-id': 'another' })).toThrow();
    // What was recorded an hour ago is not taken again.
    const hourAgo = String(Number(headers['webhook-timestamp']) - 3600);
    expect(() => verify(body, { 'webhook-timestamp': hourAgo })).toThrow();
    expect(() => verify(body, {}, OLD)).toThrow();
  });

  it('is signed with both secrets while one replaces the other', async () => {
    const receiver = await serve();
    await notifierFor(receiver.url, { secrets: [NEW, OLD] }).deliver(NOTICE);
    const { headers, body } = receiver.received[0] as { headers: Record<string, string>; body: string };
    for (const secret of [OLD, NEW]) expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
  });

  it('is verified by the recipe of the documents, once', async () => {
    const [, recipe = ''] = /```js\n([\s\S]*?)```/.exec(readFileSync('docs/webhook.md', 'utf8')) ?? [];
    const { createVerifier } = (await import(`data:text/javascript,${encodeURIComponent(recipe)}`)) as {
      createVerifier: (secret: string) => (headers: object, body: string) => object | undefined;
    };
    const receiver = await serve(503);
    const notifier = notifierFor(receiver.url);
    await failureOf(notifier.deliver(NOTICE));
    await notifier.deliver(NOTICE);
    const [first, second] = receiver.received;
    const verify = createVerifier(NEW);
    expect(verify(first?.headers ?? {}, first?.body ?? '')).toEqual(JSON.parse(first?.body ?? ''));
    // The second try of the same notice, and a replay, are recognised.
    expect(verify(second?.headers ?? {}, second?.body ?? '')).toBeUndefined();
    expect(() => createVerifier(OLD)(first?.headers ?? {}, first?.body ?? '')).toThrow(/signature/);
    const late = { ...first?.headers, 'webhook-timestamp': '1' };
    expect(() => createVerifier(NEW)(late, first?.body ?? '')).toThrow(/old/);
  });

  it.each<[string, WebhookAnswer, Partial<DeliveryError>]>([
    ['is tried again after an error of the receiver', 500, { retryable: true, reason: 'http_500' }],
    ['is tried again if the receiver is away for now', 503, { retryable: true, reason: 'http_503' }],
    ['is tried again if the connection breaks', 'reset', { retryable: true, reason: 'connection_failed' }],
    ['is tried again if no answer comes in time', 'hang', { retryable: true, reason: 'timeout' }],
    ['is tried again after “too many requests”', 429, { retryable: true, reason: 'http_429' }],
    ['is given up if the receiver refuses it', 400, { retryable: false, reason: 'http_400' }],
    ['is given up if the receiver does not trust it', 401, { retryable: false, reason: 'http_401' }],
    ['is given up if nobody is there', 404, { retryable: false, reason: 'http_404' }],
  ])('%s', async (_name, answer, expected) => {
    const receiver = await serve(answer);
    const notifier = notifierFor(receiver.url);
    expect(await failureOf(notifier.deliver(NOTICE))).toEqual(expected);
    await notifier.deliver(NOTICE);
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual(['0192-job', '0192-job']);
  });

  it('does not follow a redirect', async () => {
    const elsewhere = await serve();
    const receiver = await serve((response) => answerWith(response, 307, { location: elsewhere.url }));
    expect(await failureOf(notifierFor(receiver.url).deliver(NOTICE))).toEqual({
      retryable: false,
      reason: 'http_307',
    });
    expect(elsewhere.received).toEqual([]);
  });

  it('waits as long as the receiver asks, in seconds or until a time', async () => {
    const receiver = await serve(
      (response) => answerWith(response, 429, { 'retry-after': '7200' }),
      (response) => answerWith(response, 503, { 'retry-after': new Date(Date.now() + 3_600_000).toUTCString() }),
      (response) => answerWith(response, 503, { 'retry-after': 'soon' }),
    );
    const notifier = notifierFor(receiver.url);
    expect((await failureOf(notifier.deliver(NOTICE))).retryAfterMs).toBe(7_200_000);
    const { retryAfterMs = 0 } = await failureOf(notifier.deliver(NOTICE));
    expect(Math.abs(retryAfterMs - 3_600_000)).toBeLessThan(60_000);
    expect((await failureOf(notifier.deliver(NOTICE))).retryAfterMs).toBeUndefined();
  });

  it('is delivered though the receiver never stops talking, and the connection is cut', async () => {
    const cut = Promise.withResolvers<void>();
    const receiver = await serve((response) => {
      response.once('close', cut.resolve);
      response.statusCode = 200;
      for (let i = 0; i < 100; i += 1) response.write(Buffer.alloc(16 * 1024));
    });
    await notifierFor(receiver.url, { timeoutMs: 60_000 }).deliver(NOTICE);
    await cut.promise;
  });

  it('is tried again if nobody listens', async () => {
    const receiver = await startWebhookReceiver();
    await receiver.close();
    expect(await failureOf(notifierFor(receiver.url).deliver(NOTICE))).toMatchObject({ reason: 'connection_failed' });
  });

  it('goes to no address of the own network, unless the operator allows it', async () => {
    const receiver = await serve();
    const refused = { retryable: false, reason: 'address_not_allowed' };
    for (const host of ['127.0.0.1', 'localhost']) {
      const url = receiver.url.replace('127.0.0.1', host);
      expect(await failureOf(notifierFor(url, { mayBePrivate: false }).deliver(NOTICE))).toEqual(refused);
    }
    const literal = notifierFor('http://[::ffff:127.0.0.1]:9/', { mayBePrivate: false });
    expect(await failureOf(literal.deliver(NOTICE))).toEqual(refused);
    expect(receiver.received).toEqual([]);
  });

  it.each([
    ['93.184.216.34', true],
    ['2606:2800:220:1::1', true],
    ['10.0.0.1', false],
    ['172.16.0.1', false],
    ['192.168.1.1', false],
    ['100.64.0.1', false],
    ['169.254.169.254', false],
    ['0.0.0.0', false],
    ['127.1.2.3', false],
    ['224.0.0.1', false],
    ['::1', false],
    ['::', false],
    ['fd00::1', false],
    ['fe80::1', false],
    ['::ffff:10.0.0.1', false],
    ['64:ff9b::a00:1', false],
    ['not an address', false],
  ])('knows whether %s is public', (address, expected) => {
    expect(isPublicAddress(address)).toBe(expected);
  });
});

describe('the chain with a webhook', () => {
  let maker: DatabaseMaker;

  beforeAll(async () => {
    maker = await createDatabaseMaker('sqlite');
  });
  afterAll(() => maker.end());

  it('waits out “retry after”, and delivers once under the id of the first try', async () => {
    const receiver = await serve((response) => answerWith(response, 429, { 'retry-after': '3600' }));
    const handoff = await startHandoff(maker, { notifiers: [notifierFor(receiver.url)] });
    await handoff.desk.submit(aContactRequest());
    await handoff.worker.drain();
    await handoff.clock.advance({ minutes: 59 });
    await handoff.worker.drain();
    expect(receiver.received).toHaveLength(1);
    await handoff.clock.advance({ minutes: 2 });
    await handoff.worker.drain();
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(receiver.received).toHaveLength(2);
  });

  it('is not silenced for days by a receiver that asks for it', async () => {
    const receiver = await serve((response) => answerWith(response, 503, { 'retry-after': '99999999' }));
    const handoff = await startHandoff(maker, { notifiers: [notifierFor(receiver.url)] });
    await handoff.desk.submit(aContactRequest());
    await handoff.worker.drain();
    await handoff.clock.advance({ hours: 5 });
    await handoff.worker.drain();
    expect(receiver.received).toHaveLength(2);
  });

  it('posts nothing that a person wrote (M-20)', async () => {
    const receiver = await serve();
    const handoff = await startHandoff(maker, { notifiers: [notifierFor(receiver.url)] });
    await handoff.desk.submit(
      aContactRequest({
        means: { kind: 'email', address: 'canary@example.org' },
        name: 'CANARY-NAME',
        message: 'CANARY-MESSAGE',
        safeContact: { safeToCall: 'no', leaveMessage: 'no', when: 'CANARY-WHEN' },
        wishes: { interpreter: 'CANARY', spokenLanguage: 'CANARY' },
        conversationId: 'canary-conversation',
      }),
    );
    await handoff.worker.drain();
    expect(receiver.received).toHaveLength(1);
    expect(JSON.stringify([receiver.received, handoff.logger.lines]).toLowerCase()).not.toContain('canary');
    expect(receiver.received[0]?.body).not.toContain('apply');
  });
});
