import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ContactMeans } from '#src/domain/contactRequest.ts';
import type { ContactRequestRecord } from '#src/domain/contactRequestStore.ts';
import type { Delivery } from '#src/domain/delivery.ts';
import { createSmtpHintSender } from '#src/handoff/notifiers/smtpHintSender.ts';
import { aContactRequest } from '../support/contactRequests.ts';
import { createDatabaseMaker, type DatabaseMaker } from '../support/databases.ts';
import { startHandoff, type TestHandoff } from '../support/handoff.ts';
import { type MailAnswer, type MailServer, startMailServer } from '../support/mailServer.ts';
import { aMember } from '../support/staffMembers.ts';

const CONVERSATION = 'dl-1';
const ADDRESS = 'amir@example.org';

const amal = aMember();

/** The sentence as the app reads it, for every language that has it by now. */
function readSentence(locale: string): string {
  const { hint } = JSON.parse(readFileSync(`locales/${locale}/bot.json`, 'utf8')) as { hint?: { answer?: string } };
  return hint?.answer ?? 'There is an answer for you.';
}

describe.each(['sqlite', 'postgres'] as const)('the hint that there is an answer, on %s', (kind) => {
  let maker: DatabaseMaker;
  let handoff: TestHandoff;
  let mail: MailServer;
  let request: ContactRequestRecord;

  beforeAll(async () => {
    maker = await createDatabaseMaker(kind);
  });
  afterEach(async () => {
    await handoff.worker.stop();
    await mail.close();
  });
  afterAll(() => maker.end());

  const start = async (means: ContactMeans, answers: MailAnswer[] = [], locale = 'fr'): Promise<void> => {
    mail = await startMailServer(answers);
    const hints = createSmtpHintSender({
      host: '127.0.0.1',
      port: mail.port,
      isImplicitTls: false,
      requireTls: false,
      from: 'noreply@messages.example',
      sentence: readSentence,
      timeoutMs: 2_000,
    });
    handoff = await startHandoff(maker, { start: '2027-03-02T09:00:00Z', hints });
    await handoff.conversationLog.open(CONVERSATION, 'dl_person');
    await handoff.desk.submit(aContactRequest({ means, conversationId: CONVERSATION, locale }));
    [request] = (await handoff.requestDesk.list(amal, {})) as [ContactRequestRecord];
    await handoff.requestDesk.take(amal, request.id, 1);
  };
  const write = (text: string) => handoff.liveChatDesk.send(amal, request.id, text, text);
  const sees = async (): Promise<void> => {
    const chat = await handoff.liveChatDesk.find(amal, request.id);
    await handoff.liveChat.markSeen(CONVERSATION, chat?.lastSeq ?? 0);
  };
  const mailsAfter = async (seconds: number): Promise<number> => {
    await handoff.clock.advance({ seconds });
    await handoff.worker.drain();
    return mail.raw.length;
  };
  const hintsOf = async (): Promise<readonly Delivery[]> => {
    const opened = await handoff.requestDesk.open(amal, request.id);
    return opened.kind === 'found' ? opened.dossier.deliveries.filter(({ via }) => via === 'hint') : [];
  };

  describe('to a person who asked for it', () => {
    beforeEach(() => start({ kind: 'chat', hintAddress: ADDRESS }));

    it('comes after two minutes, once for all that they have not seen', async () => {
      await write('We can meet tomorrow.');
      await write('Is 10:00 good?');
      expect(await mailsAfter(119)).toBe(0);
      await write('Please answer.');
      expect(await mailsAfter(1)).toBe(1);
      await write('Are you there?');
      expect(await mailsAfter(600)).toBe(1);
      expect(mail.recipients).toEqual([[ADDRESS]]);
      expect(await hintsOf()).toMatchObject([{ state: 'delivered', tries: 1 }]);
    });

    it('does not come if they have read the answer meanwhile', async () => {
      await write('We can meet tomorrow.');
      await sees();
      expect(await mailsAfter(600)).toBe(0);
      expect(await hintsOf()).toMatchObject([{ state: 'notNeeded' }]);
    });

    it('comes anew for what was written after they were here', async () => {
      await write('We can meet tomorrow.');
      expect(await mailsAfter(130)).toBe(1);
      await sees();
      await write('One more thing.');
      expect(await mailsAfter(130)).toBe(2);
    });

    it('gives a second message two minutes of its own if they saw the first', async () => {
      await write('We can meet tomorrow.');
      await handoff.clock.advance({ seconds: 60 });
      // Their page has shown the first message, but not yet the second, which was written at the same time.
      await write('At 10:00.');
      await handoff.liveChat.markSeen(CONVERSATION, 1);
      expect(await mailsAfter(60)).toBe(0);
      expect(await mailsAfter(119)).toBe(0);
      expect(await mailsAfter(1)).toBe(1);
      expect(await mailsAfter(600)).toBe(1);
    });

    it('does not come after they have withdrawn or deleted the request', async () => {
      await write('We can meet tomorrow.');
      await handoff.unitOfWork.run(({ requests }) => requests.erase(request.id));
      expect(await mailsAfter(600)).toBe(0);
    });

    it('says nothing else: no name, no link, no reference, nothing of the organisation', async () => {
      await write('CANARY-WORDS of staff');
      await mailsAfter(130);
      const [parsed] = await mail.parsed();
      const sentence = readSentence('fr');
      expect(parsed?.subject).toBe(sentence);
      expect(parsed?.text?.trim()).toBe(sentence);
      expect(parsed?.html).toBe(false);
      expect(parsed?.attachments).toEqual([]);
      expect(parsed?.from?.text).toBe('"Info" <noreply@messages.example>');
      const said = JSON.stringify([mail.raw, [...(parsed?.headers ?? [])], parsed?.text]);
      const forbidden = [
        request.reference,
        request.id,
        'canary',
        'amal',
        'amir ',
        'iom',
        'return',
        'http',
        'nodemailer',
      ];
      for (const word of forbidden)
        expect([word, said.toLowerCase().includes(word.toLowerCase())]).toEqual([word, false]);
      // The address stands in the mail alone: not in the log, not in the outbox.
      expect(JSON.stringify(handoff.logger.lines)).not.toContain(ADDRESS);
      const { rows } = await handoff.opened.db.query('select * from outbox');
      expect(JSON.stringify(rows)).not.toContain(ADDRESS);
    });
  });

  it.each(['ar', 'fr', 'ti', 'uk'])('is written in the language of the request (%s)', async (locale) => {
    await start({ kind: 'chat', hintAddress: ADDRESS }, [], locale);
    await write('We can meet tomorrow.');
    await mailsAfter(130);
    expect((await mail.parsed())[0]?.subject).toBe(readSentence(locale));
  });

  it('is not even planned for a person who left no address', async () => {
    await start({ kind: 'chat' });
    await write('We can meet tomorrow.');
    expect(await mailsAfter(600)).toBe(0);
    expect(await hintsOf()).toEqual([]);
  });

  it('is tried again under the same Message-ID, and looks again whether it is needed', async () => {
    await start({ kind: 'chat', hintAddress: ADDRESS }, ['greylist', 'dropAfterData']);
    await write('We can meet tomorrow.');
    expect(await mailsAfter(130)).toBe(0);
    expect(await mailsAfter(60)).toBe(1);
    expect(await mailsAfter(300)).toBe(2);
    const ids = (await mail.parsed()).map(({ messageId }) => messageId);
    expect(new Set(ids).size).toBe(1);
    expect(handoff.alarms).toEqual([]);
  });

  it('is given up visibly, without an alarm, if the address does not exist', async () => {
    await start({ kind: 'chat', hintAddress: ADDRESS }, ['refuse']);
    await write('We can meet tomorrow.');
    await mailsAfter(130);
    expect(handoff.alarms).toEqual([]);
    expect((await handoff.auditDesk.list({ limit: 1 }))[0]).toMatchObject({ action: 'hint.undelivered' });
    expect(await hintsOf()).toMatchObject([{ state: 'givenUp', lastCode: 'smtp_550' }]);
    const [record] = await handoff.requestDesk.list(amal, {});
    expect(record?.noticeState).toBe('delivered');
  });
});

it('every language has the sentence of the hint, short and without a name or link', () => {
  for (const locale of readdirSync('locales').filter((name) => /^[a-z]{2}$/.test(name))) {
    expect([locale, readSentence(locale).length < 80 && !/IOM|OIM|http|www/i.test(readSentence(locale))]).toEqual([
      locale,
      true,
    ]);
  }
});
