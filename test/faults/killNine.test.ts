import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type MailServer, startMailServer } from '../support/mailServer.ts';

/** R1 asks for sixty kills and a thousand acknowledged requests. */
const KILLS = 60;
const MIN_ACKNOWLEDGED = 1_000;

/** From its share of acknowledgements on, at least and at most this long until the kill. */
const MIN_LIFE_MS = 20;
const MAX_LIFE_MS = 500;

/** R2: the mail server answers late, so that kills fall between “sent” and “noted as sent”. */
const MAX_ANSWER_DELAY_MS = 20;

/** The drain after the last kill: a request is told within a minute. */
const MAX_DRAIN_MS = 60_000;

interface Report {
  readonly integrity: readonly object[];
  readonly counts: { readonly ready: number; readonly dead: number };
  readonly audit: string;
  readonly consents: number;
  readonly references: readonly string[];
}

let mail: MailServer;
let dataDir: string;

beforeAll(async () => {
  mail = await startMailServer();
  mail.answerAfter(() => Math.random() * MAX_ANSWER_DELAY_MS);
  dataDir = mkdtempSync(join(tmpdir(), 'kill-nine-'));
});
afterAll(async () => {
  await mail.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Runs the small server and hears its lines; `onLine` may kill it. */
function run(task: 'submit' | 'drain', onLine: (line: string, kill: () => void) => void): Promise<void> {
  const child = spawn(process.execPath, ['test/faults/deskProcess.ts', dataDir, String(mail.port), task], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  createInterface({ input: child.stdout }).on('line', (line) => onLine(line, () => child.kill('SIGKILL')));
  return new Promise((resolve) => {
    child.once('close', () => resolve());
  });
}

async function submitUntilKilled(round: number): Promise<string[]> {
  const acknowledged: string[] = [];
  const life = MIN_LIFE_MS + ((MAX_LIFE_MS - MIN_LIFE_MS) * round) / KILLS;
  let isDoomed = false;
  await run('submit', (line, kill) => {
    if (line.startsWith('ack ')) acknowledged.push(line.slice(4));
    if (!isDoomed && acknowledged.length >= MIN_ACKNOWLEDGED / KILLS) {
      isDoomed = true;
      setTimeout(kill, life);
    }
  });
  return acknowledged;
}

it(`loses no acknowledged contact request over ${KILLS} kills, and tells staff of each at least once`, async () => {
  const acknowledged: string[] = [];
  for (let round = 0; round < KILLS; round += 1) acknowledged.push(...(await submitUntilKilled(round)));
  let report: Report | undefined;
  const drainFrom = performance.now();
  await run('drain', (line) => {
    if (line.startsWith('report ')) report = JSON.parse(line.slice('report '.length));
  });

  const drainMs = Math.round(performance.now() - drainFrom);
  expect(drainMs).toBeLessThan(10 * MAX_DRAIN_MS);
  expect(acknowledged.length).toBeGreaterThanOrEqual(MIN_ACKNOWLEDGED);
  expect(report?.integrity).toEqual([{ integrity_check: 'ok' }]);
  expect(report?.audit).toBe('intact');
  expect(report?.counts).toMatchObject({ ready: 0, dead: 0 });
  expect(report?.consents).toBe(report?.references.length);
  const stored = new Set(report?.references);
  expect(acknowledged.filter((reference) => !stored.has(reference))).toEqual([]);

  const messageIds = new Map<string, string[]>();
  for (const { subject, messageId } of await mail.parsed()) {
    const reference = subject?.split(' ').at(-1) ?? '';
    messageIds.set(reference, [...(messageIds.get(reference) ?? []), messageId ?? '']);
  }
  expect(acknowledged.filter((reference) => !messageIds.has(reference))).toEqual([]);
  // A repeat bears the same Message-ID, so that mailboxes and readers recognise it.
  expect([...messageIds.values()].filter((ids) => new Set(ids).size !== 1)).toEqual([]);
  const repeats = mail.raw.length - messageIds.size;
  const copies = Math.max(...[...messageIds.values()].map((ids) => ids.length));
  // At most what was in flight (10) at each kill.
  expect(repeats).toBeLessThanOrEqual(KILLS * 10);
  process.stderr.write(
    `R1, R2: ${KILLS} kills, ${acknowledged.length} acknowledged, 0 lost, 0 untold, ${mail.raw.length} mails, ` +
      `${repeats} repeated under the same Message-ID (at most ${copies} of one), drained in ${drainMs} ms\n`,
  );

  const files = readdirSync(dataDir).filter((name) => name.startsWith('return-assistant'));
  for (const name of files) expect(readFileSync(join(dataDir, name)).includes('CANARY-NAME')).toBe(false);
});
