// A server in small, started by the kill test: takes contact requests through the desk, tells staff by mail, and prints
// each acknowledgement. Arguments: data folder, mail port, `submit` or `drain`, and the address of a PostgreSQL if any.

import { DEFAULT_WORKING_WEEK } from '#src/domain/officeHours.ts';
import { createContactDesk } from '#src/handoff/contactDesk.ts';
import { loadNoticeTexts } from '#src/handoff/notifiers/noticeTexts.ts';
import { createSmtpNotifier } from '#src/handoff/notifiers/smtpNotifier.ts';
import { createOutboxWorker } from '#src/handoff/outboxWorker.ts';
import { createArgon2Hasher } from '#src/storage/argon2Hasher.ts';
import { createStorage } from '#src/storage/createStorage.ts';
import { openDatabase } from '#src/storage/openDatabase.ts';
import { loadKeyring } from '#src/storage/sealing/loadKeyring.ts';
import { verifyAudit } from '#src/storage/verifyAudit.ts';
import { systemClock } from '#src/systemClock.ts';
import { createSystemIds } from '#src/systemIds.ts';
import { aContactRequest } from '../support/contactRequests.ts';
import { SilentLogger } from '../support/silentLogger.ts';

const [, , dataDir = '', mailPort = '', task = '', url] = process.argv;
const clock = systemClock;
const ids = createSystemIds(clock);
const logger = new SilentLogger();
const db = await openDatabase({ url, dataDir, clock, logger });
const keyring = loadKeyring({ source: { kind: 'generated', directory: `${dataDir}/keys` }, ids });
const { unitOfWork } = createStorage({ db, keyring, dataDir, clock, ids });
const alarms = { raise: () => undefined };
const smtp = createSmtpNotifier({
  host: '127.0.0.1',
  port: Number(mailPort),
  isImplicitTls: false,
  requireTls: false,
  from: { address: 'assistant@iom.example' },
  recipients: { BE: [{ address: 'be@iom.example' }], LU: [{ address: 'lu@iom.example' }] },
  texts: loadNoticeTexts('locales', 'en'),
  locale: 'en',
  consoleUrl: 'https://chat.example/staff',
  logger,
  timeoutMs: 2_000,
});
const worker = createOutboxWorker({ unitOfWork, bus: db.bus, clock, ids, logger, alarms, notifiers: [smtp] });

if (task === 'submit') {
  const desk = createContactDesk({
    unitOfWork,
    // The cost of a code does not matter here; many requests in little time do.
    hasher: createArgon2Hasher({ memoryKiB: 64, passes: 1 }, ids),
    bus: db.bus,
    clock,
    ids,
    logger,
    alarms,
    notifierNames: ['smtp'],
    workingWeeks: { BE: DEFAULT_WORKING_WEEK, LU: DEFAULT_WORKING_WEEK },
    defaultOffice: 'BE',
    topicGroupOf: () => undefined,
  });
  worker.start();
  process.stdout.write('ready\n');
  const submitForEver = async (client: number): Promise<never> => {
    for (let i = 0; ; i += 1) {
      const draft = aContactRequest({ draftId: `${process.pid}-${client}-${i}`, name: `CANARY-NAME-${client}-${i}` });
      const { reference } = await desk.submit(draft);
      process.stdout.write(`ack ${reference}\n`);
    }
  };
  await Promise.all([1, 2, 3, 4].map(submitForEver));
}

// Leases of killed workers last a minute: no test waits for that, a clock in the future does it.
const later = { ...clock, now: () => clock.now() + 120_000 };
const lateStorage = createStorage({ db, keyring, dataDir, clock: later, ids });
const lateWorker = createOutboxWorker({
  unitOfWork: lateStorage.unitOfWork,
  bus: db.bus,
  clock: later,
  ids,
  logger,
  alarms,
  notifiers: [smtp],
});
await lateWorker.drain();
const integrity = url === undefined ? await db.query('pragma integrity_check') : { rows: [] };
const counts = await unitOfWork.run(({ outbox }) => outbox.counts());
const stored = await db.query<{ reference: string }>('select reference from contact_request');
const consents = await db.query<{ amount: number }>('select count(*) as amount from consent');
const report = {
  integrity: integrity.rows,
  counts,
  audit: (await verifyAudit(db)).kind,
  consents: consents.rows[0]?.amount,
  references: stored.rows.map(({ reference }) => reference),
};
process.stdout.write(`report ${JSON.stringify(report)}\n`);
await lateWorker.stop();
await db.close();
process.exit(0);
