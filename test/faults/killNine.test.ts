import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type MailServer, startMailServer } from '../support/mailServer.ts';

const KILLS = 20;

/** From the first acknowledgement on, at least and at most this long until the kill. */
const MIN_LIFE_MS = 20;
const MAX_LIFE_MS = 350;

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
    if (!isDoomed && acknowledged.length > 0) {
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
  await run('drain', (line) => {
    if (line.startsWith('report ')) report = JSON.parse(line.slice('report '.length));
  });

  expect(acknowledged.length).toBeGreaterThan(KILLS);
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
  // At most what was in flight (10) at each kill.
  expect(repeats).toBeLessThanOrEqual(KILLS * 10);
  process.stderr.write(
    `killNine: ${KILLS} kills, ${acknowledged.length} acknowledged, 0 lost, ${mail.raw.length} mails, ${repeats} repeats\n`,
  );

  const files = readdirSync(dataDir).filter((name) => name.startsWith('return-assistant'));
  for (const name of files) expect(readFileSync(join(dataDir, name)).includes('CANARY-NAME')).toBe(false);
});
