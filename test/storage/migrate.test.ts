import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MIGRATIONS_DIR, migrate } from '#src/storage/migrate.ts';
import type { Database } from '#src/storage/sql.ts';
import { createDatabaseMaker, DATABASE_KINDS, type DatabaseMaker } from '../support/databases.ts';
import { FakeClock } from '../support/fakeClock.ts';
import { SilentLogger } from '../support/silentLogger.ts';

describe.each(DATABASE_KINDS)('the schema on %s', (kind) => {
  const clock = new FakeClock();
  const logger = new SilentLogger();
  let maker: DatabaseMaker;
  let db: Database;
  let directory: string;

  beforeAll(async () => {
    maker = await createDatabaseMaker(kind);
  });
  beforeEach(async () => {
    ({ db } = await maker.open({ clock }));
    directory = mkdtempSync(join(tmpdir(), 'migrations-'));
    cpSync(MIGRATIONS_DIR, directory, { recursive: true });
  });
  afterAll(() => maker.end());

  const apply = () => migrate(db, { clock, logger, directory });

  it('is brought up to date once, step by step', async () => {
    expect(await apply()).toEqual([]);
    writeFileSync(join(directory, '0900_more.sql'), 'alter table heartbeat add column note text;\n');
    writeFileSync(join(directory, '0901_own.sqlite.sql'), 'create table own (a text);');
    writeFileSync(join(directory, '0901_own.postgres.sql'), 'create table own (b text);');
    expect(await apply()).toEqual(['0900_more', '0901_own']);
    expect(await apply()).toEqual([]);
    const column = db.dialect === 'postgres' ? 'b' : 'a';
    await expect(db.query(`select ${column} from own`)).resolves.toBeDefined();
    rmSync(directory, { recursive: true });
  });

  it('stays as it was if a step fails', async () => {
    writeFileSync(join(directory, '0900_more.sql'), 'create table half (a text); create table half (a text);');
    await expect(apply()).rejects.toThrow(/half/);
    await expect(db.query('select a from half')).rejects.toThrow();
  });

  it('is refused if it is newer than the program', async () => {
    writeFileSync(join(directory, '0900_more.sql'), 'create table more (a text);');
    await apply();
    rmSync(join(directory, '0900_more.sql'));
    await expect(apply()).rejects.toMatchObject({
      code: 'database_newer',
      message: expect.stringContaining('0900_more'),
    });
  });

  it('is refused if an applied step was changed', async () => {
    const file = join(directory, '0001_init.sql');
    writeFileSync(file, `${readFileSync(file, 'utf8')}\n-- changed\n`);
    await expect(apply()).rejects.toMatchObject({ code: 'migration_changed' });
  });
});
