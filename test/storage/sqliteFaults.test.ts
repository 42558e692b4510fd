import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, describe, expect, it } from '@jest/globals';
import { StorageUnavailableError } from '#src/domain/errors.ts';
import { openDatabase } from '#src/storage/openDatabase.ts';
import type { Database } from '#src/storage/sql.ts';
import { systemClock } from '#src/systemClock.ts';
import { aContactRequest } from '../support/contactRequests.ts';
import { createDatabaseMaker } from '../support/databases.ts';
import { startHandoff } from '../support/handoff.ts';
import { SilentLogger } from '../support/silentLogger.ts';

const folders: string[] = [];
const open_ = new Set<Database>();

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sqlite-faults-'));
  folders.push(folder);
  return folder;
}

async function open(dataDir: string, isServer = true, thread: 'main' | 'worker' = 'main'): Promise<Database> {
  const db = await openDatabase({ dataDir, clock: systemClock, logger: new SilentLogger(), thread, isServer });
  open_.add(db);
  return db;
}

const put = (db: Database, id: string, amount = 1): Promise<unknown> =>
  db.query('insert into probe values ($1, $2, $3)', [id, amount, 'x'.repeat(2_000)]);
const createProbe = (db: Database): Promise<void> =>
  db.tx((sql) => sql.exec('create table probe (id text not null primary key, amount bigint not null, filler text)'));
const countProbe = async (db: Database): Promise<number> =>
  (await db.query<{ amount: number }>('select count(*) as amount from probe')).rows[0]?.amount ?? -1;

/** Another process that holds the write lock until it is told to end. */
async function holdLock(dataDir: string): Promise<() => Promise<void>> {
  const script = `
    const { DatabaseSync } = require('node:sqlite');
    const db = new DatabaseSync(process.argv[1]);
    db.exec('begin immediate');
    console.log('locked');
    process.stdin.on('data', () => { db.exec('rollback'); process.exit(0); });`;
  const child = spawn(process.execPath, ['-e', script, join(dataDir, 'return-assistant.sqlite')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  await new Promise<void>((resolve) => {
    createInterface({ input: child.stdout }).once('line', () => resolve());
  });
  return () =>
    new Promise((resolve) => {
      child.once('exit', () => resolve());
      child.stdin.write('end\n');
    });
}

afterAll(async () => {
  for (const db of open_) await db.close().catch(() => undefined);
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe('the data folder', () => {
  it('belongs to one server at a time; commands may work beside it', async () => {
    const folder = aFolder();
    const server = await open(folder);
    await expect(open(folder)).rejects.toThrow(/Another server is using the data folder/);
    const command = await open(folder, false);
    await command.checkWritable();
    await server.close();
    open_.delete(server);
    await expect(open(folder)).resolves.toBeDefined();
  });

  it('can be read by its owner alone', async () => {
    const folder = join(aFolder(), 'new', 'data');
    const db = await open(folder);
    await db.checkWritable();
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(folder))
      expect([name, statSync(join(folder, name)).mode & 0o777]).toEqual([name, 0o600]);
  });

  it('is refused with a sentence if the file in it is no database', async () => {
    const folder = aFolder();
    writeFileSync(
      join(folder, 'return-assistant.sqlite'),
      'this is not a database, and long enough to be noticed as such',
    );
    await expect(open(folder)).rejects.toThrow(/not a database/);
    await expect(open(folder, true, 'worker')).rejects.toThrow(/not a database/);
  });
});

describe('a database that another process holds', () => {
  it('makes writers wait without stopping the event loop, then takes them all', async () => {
    const folder = aFolder();
    const db = await open(folder);
    await createProbe(db);
    const free = await holdLock(folder);
    let turns = 0;
    const watch = setInterval(() => {
      turns += 1;
    }, 5);
    const writing = Promise.all(['a', 'b', 'c'].map((id) => put(db, id)));
    await new Promise((resolve) => setTimeout(resolve, 600));
    clearInterval(watch);
    await free();
    await writing;
    expect(await countProbe(db)).toBe(3);
    // SQLite itself may wait 50 ms at a time: twelve turns; a loop that it stops for the whole wait has none.
    expect(turns).toBeGreaterThan(3);
  });

  it('is given up after two seconds for all who waited, and works again afterwards', async () => {
    const folder = aFolder();
    const db = await open(folder, true, 'worker');
    await createProbe(db);
    const free = await holdLock(folder);
    const started = performance.now();
    const outcomes = await Promise.allSettled(['a', 'b', 'c', 'd'].map((id) => put(db, id)));
    const waited = performance.now() - started;
    for (const outcome of outcomes) {
      expect(outcome.status === 'rejected' && outcome.reason).toBeInstanceOf(StorageUnavailableError);
    }
    // All of them together, not one after another.
    expect(waited).toBeLessThan(6_000);
    await free();
    await put(db, 'later');
    expect(await countProbe(db)).toBe(1);
  });
});

/** Runs the rest of a test on a file system of one megabyte, or `undefined` where that cannot be made. */
function mountSmall(folder: string): boolean {
  mkdirSync(folder, { recursive: true });
  return (
    process.getuid?.() === 0 &&
    spawnSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=1500k', 'tmpfs', folder]).status === 0
  );
}

describe('a full disk', () => {
  // Without the right to mount, SQLite's own page limit gives the same error from the same place (SQLITE_FULL).
  it.each(['main', 'worker'] as const)(
    'refuses writes clearly, loses nothing, and works again (%s thread)',
    async (thread) => {
      const folder = join(aFolder(), 'small');
      const isMounted = mountSmall(folder);
      try {
        const db = await open(folder, true, thread);
        await createProbe(db);
        if (!isMounted) await db.tx((sql) => sql.exec('pragma max_page_count = 120'));
        const acknowledged: string[] = [];
        let refused = 0;
        for (let batch = 0; batch < 60 && refused < 10; batch += 1) {
          const names = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => `${batch}-${i}`);
          const outcomes = await Promise.allSettled(
            names.map((id, i) => {
              const insert = ['insert into probe values ($1, 1, $2)', [id, 'x'.repeat(4_000)]] as const;
              // Units and single statements take different ways through the group.
              return i % 2 === batch % 2 ? db.query(...insert) : db.tx(async (sql) => sql.query(...insert));
            }),
          );
          for (const [i, outcome] of outcomes.entries()) {
            if (outcome.status === 'fulfilled') acknowledged.push(names[i] as string);
            else {
              refused += 1;
              expect(outcome.reason).toBeInstanceOf(StorageUnavailableError);
            }
          }
        }
        expect(refused).toBeGreaterThan(0);
        expect(acknowledged.length).toBeGreaterThan(0);
        expect((await db.query('select count(*) from probe')).count).toBe(1);
        if (isMounted) spawnSync('/bin/mount', ['-o', 'remount,size=8m', folder]);
        else await db.tx((sql) => sql.exec('pragma max_page_count = 100000'));
        await put(db, 'after');
        const { rows } = await db.query<{ id: string }>('select id from probe');
        const stored = new Set(rows.map(({ id }) => id));
        expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
        expect(stored.size).toBe(acknowledged.length + 1);
        expect((await db.query('pragma integrity_check')).rows).toEqual([{ integrity_check: 'ok' }]);
        await db.close();
        open_.delete(db);
      } finally {
        if (isMounted) spawnSync('/bin/umount', [folder]);
      }
    },
  );
});

describe('what was erased', () => {
  it('leaves no byte in the database file or its log', async () => {
    const maker = await createDatabaseMaker('sqlite');
    const { desk, conversationLog, opened } = await startHandoff(maker);
    await conversationLog.open('chat-to-erase', 'dl_1');
    await conversationLog.append('chat-to-erase', { body: { text: 'CANARY-TEXT' } });
    const submission = await desk.submit(aContactRequest({ name: 'CANARY-NAME', conversationId: 'chat-of-request' }));
    const kept = await desk.submit(aContactRequest());
    const sealed = await opened.db.query<{ sealed: string }>(
      `select sealed from activity union all select wrapped from data_key where owner like 'conversation:%'
       union all select sealed from contact_request where reference = '${submission.reference}'`,
    );
    const needles = [submission.reference, 'chat-of-request', ...sealed.rows.map((row) => row.sealed.slice(-60))];
    const readFiles = (): Buffer =>
      Buffer.concat(
        readdirSync(opened.dataDir)
          .filter((name) => name.startsWith('return-assistant'))
          .map((name) => readFileSync(join(opened.dataDir, name))),
      );
    const foundIn = (bytes: Buffer): string[] => needles.filter((needle) => bytes.includes(needle));
    expect(foundIn(readFiles())).toEqual(needles);
    await desk.erase(submission.reference, submission.secret ?? '');
    await conversationLog.erase('chat-to-erase');
    const after = readFiles();
    expect(foundIn(after)).toEqual([]);
    expect(after.includes(kept.reference)).toBe(true);
    expect(after.includes('CANARY')).toBe(false);
    await maker.end();
  });

  it('was never there in the clear, in any spelling', async () => {
    const maker = await createDatabaseMaker('sqlite');
    const { desk, requestDesk, conversationLog, stateStore, opened, logger } = await startHandoff(maker);
    for (const number of ['+32470999999', '+32 470 99 99 99', '0470/99.99.99', '٠٤٧٠٩٩٩٩٩٩']) {
      const means = { kind: 'phone', number, isValid: true } as const;
      const message = `CANARY-MESSAGE ${number}`;
      const safeContact = { safeToCall: 'no', leaveMessage: 'no', when: 'CANARY-WHEN' } as const;
      const submission = await desk.submit(aContactRequest({ name: 'CANARY-NAME', message, means, safeContact }));
      await desk.lookup(submission.reference, submission.secret ?? '');
      await desk.lookup('CANARY00', '0000111122223333');
      expect(readAll(opened.dataDir).includes(submission.secret ?? '')).toBe(false);
      await conversationLog.open(`c-${number.length}`, 'dl_1');
      await conversationLog.append(`c-${number.length}`, { body: { text: message }, clientActivityId: 'CANARY-ID' });
      await stateStore.write(new Map([[`s${number.length}`, { data: { message }, expectedVersion: undefined }]]));
    }
    const lead = {
      id: 'l',
      login: 'l',
      displayName: '',
      roles: ['lead'],
      office: 'both',
      isDisabled: false,
      createdAt: 0,
    };
    const [record] = await requestDesk.list(lead as never, {});
    await requestDesk.note(lead as never, record?.id ?? '', 'CANARY-NOTE');
    const bytes = Buffer.concat([readAll(opened.dataDir), Buffer.from(JSON.stringify(logger.lines))]);
    for (const canary of ['CANARY', '470999999', '470 99 99 99', '470/99.99.99', '٠٤٧٠٩٩٩٩٩٩', 'Amir']) {
      expect([canary, bytes.includes(canary)]).toEqual([canary, false]);
    }
    await maker.end();
  });
});

function readAll(folder: string): Buffer {
  return Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));
}
