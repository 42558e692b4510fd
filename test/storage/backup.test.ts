import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Submission } from '#src/domain/contactRequest.ts';
import { backupDatabase } from '#src/storage/backupDatabase.ts';
import { createStorage } from '#src/storage/createStorage.ts';
import { openDatabase } from '#src/storage/openDatabase.ts';
import { restoreDatabase } from '#src/storage/restoreDatabase.ts';
import { verifyAudit } from '#src/storage/verifyAudit.ts';
import { createSystemIds } from '#src/systemIds.ts';
import { aContactRequest } from '../support/contactRequests.ts';
import { createDatabaseMaker, type DatabaseMaker } from '../support/databases.ts';
import { startHandoff, type TestHandoff } from '../support/handoff.ts';
import { SilentLogger } from '../support/silentLogger.ts';

describe('a backup', () => {
  let maker: DatabaseMaker;
  let handoff: TestHandoff;
  let backupFile: string;
  let requests: Submission[];

  beforeAll(async () => {
    maker = await createDatabaseMaker('sqlite');
  });
  beforeEach(async () => {
    handoff = await startHandoff(maker);
    requests = [];
    for (let i = 0; i < 5; i += 1) requests.push(await handoff.desk.submit(aContactRequest({ name: `Person ${i}` })));
    backupFile = join(handoff.opened.dataDir, 'backup.sqlite');
  });
  afterAll(() => maker.end());

  const restore = (changes: { tombstoneFile?: string } = {}) =>
    restoreDatabase({
      dataDir: handoff.opened.dataDir,
      backupFile,
      keyring: handoff.keyring,
      clock: handoff.clock,
      logger: new SilentLogger(),
      ...changes,
    });

  const readRestored = async (): Promise<{ references: string[]; audit: string; names: (string | undefined)[] }> => {
    const { dataDir } = handoff.opened;
    const { clock, keyring } = handoff;
    const db = await openDatabase({ dataDir, clock, logger: new SilentLogger(), thread: 'main' });
    const { unitOfWork } = createStorage({ db, keyring, dataDir, clock, ids: createSystemIds(clock) });
    const found = await unitOfWork.run(async ({ requests: store }) => {
      const records = await store.list({ offices: ['BE'] });
      const names: (string | undefined)[] = [];
      for (const { id } of records) names.push((await store.openDetails(id))?.name);
      return { references: records.map(({ reference }) => reference as string), names };
    });
    const audit = (await verifyAudit(db)).kind;
    await db.close();
    return { ...found, audit };
  };

  const erase = ({ reference, secret }: Submission) => handoff.desk.erase(reference, secret ?? '');

  it('is one whole file, made while requests arrive, and refuses to replace another', async () => {
    const { db } = handoff.opened;
    await Promise.all([backupDatabase(db, backupFile, handoff.clock), handoff.desk.submit(aContactRequest())]);
    const beside = readdirSync(handoff.opened.dataDir).filter((name) => name.startsWith('backup'));
    expect(beside).toEqual(['backup.sqlite']);
    await expect(backupDatabase(db, backupFile, handoff.clock)).rejects.toThrow(/exists already/);
  });

  it('brings back what was lost, but nobody who was erased since', async () => {
    await backupDatabase(handoff.opened.db, backupFile, handoff.clock);
    const [first, second, ...others] = requests;
    await erase(first as Submission);
    await erase(second as Submission);
    await handoff.opened.db.close();
    const report = await restore();
    expect(report.erasedAgain).toBe(2);
    expect(existsSync(report.replacedFile ?? '')).toBe(true);
    const restored = await readRestored();
    expect(restored.references.sort()).toEqual(others.map(({ reference }) => reference as string).sort());
    expect(new Set(restored.names)).toEqual(new Set(['Person 2', 'Person 3', 'Person 4']));
    expect(restored.audit).toBe('intact');
  });

  it('erases again even if the database itself is lost, from the journal or a copy of it', async () => {
    const { dataDir } = handoff.opened;
    await backupDatabase(handoff.opened.db, backupFile, handoff.clock);
    await erase(requests[0] as Submission);
    await handoff.opened.db.close();
    const copy = join(dataDir, 'copy-of-journal');
    cpSync(join(dataDir, 'tombstones.jsonl'), copy);
    for (const name of readdirSync(dataDir)) if (!/^(backup|copy)/.test(name)) rmSync(join(dataDir, name));
    expect(await restore({ tombstoneFile: copy })).toEqual({ erasedAgain: 1, replacedFile: undefined });
    expect((await readRestored()).references).toHaveLength(4);
    expect(readFileSync(copy, 'utf8')).not.toContain(requests[0]?.reference);
  });

  it('replaces a database that cannot be read any more', async () => {
    const { dataDir } = handoff.opened;
    await backupDatabase(handoff.opened.db, backupFile, handoff.clock);
    await erase(requests[0] as Submission);
    await handoff.opened.db.close();
    writeFileSync(join(dataDir, 'return-assistant.sqlite'), 'broken'.repeat(1_000));
    expect((await restore()).erasedAgain).toBe(1);
    expect((await readRestored()).references).toHaveLength(4);
  });

  it('is refused while the server runs, or if it is not whole', async () => {
    await backupDatabase(handoff.opened.db, backupFile, handoff.clock);
    await expect(restore()).rejects.toThrow(/Another server is using/);
    await handoff.opened.db.close();
    const bytes = readFileSync(backupFile);
    writeFileSync(backupFile, bytes.subarray(0, bytes.length / 2));
    await expect(restore()).rejects.toThrow(/not a whole database/);
    rmSync(backupFile);
    await expect(restore()).rejects.toThrow(/does not exist/);
    expect((await readRestored()).references).toHaveLength(5);
  });
});
