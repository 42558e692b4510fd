import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createGroupCommit, type GroupCommit } from '#src/storage/sqlite/groupCommit.ts';
import { openSqliteFile } from '#src/storage/sqlite/openSqliteFile.ts';
import type { SqliteEngine } from '#src/storage/sqlite/sqliteEngine.ts';
import { systemClock } from '#src/systemClock.ts';

const INSERT = 'insert into probe values ($1)';
/** What SQLite does by itself when it runs out of disk or memory in the middle of a statement. */
const DROP_TRANSACTION = 'drop the whole transaction';

let folder: string;
let file: SqliteEngine;
let commits: GroupCommit;
const said: string[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'group-commit-'));
  file = openSqliteFile(join(folder, 'probe.sqlite'));
  await file.exec('create table probe (id text primary key)');
  said.length = 0;
  commits = createGroupCommit(
    {
      ...file,
      run(text, params) {
        said.push(text);
        if (text !== DROP_TRANSACTION) return file.run(text, params);
        return Promise.resolve(file.exec('rollback')).then(() => {
          throw Object.assign(new Error('database or disk is full'), { errcode: 13 });
        });
      },
      exec(script) {
        said.push(script);
        return file.exec(script);
      },
    },
    systemClock,
  );
});

afterEach(async () => {
  await commits.stop();
  await file.close();
  rmSync(folder, { recursive: true, force: true });
});

const stored = async (): Promise<unknown> =>
  (await commits.query('select id from probe order by id', [])).rows.map(({ id }) => id);
const insertAsUnit = (id: string): Promise<unknown> => commits.transact((sql) => sql.query(INSERT, [id]));
const outcomesOf = async (work: readonly Promise<unknown>[]): Promise<readonly string[]> =>
  (await Promise.allSettled(work)).map(({ status }) => status);

describe('group commit', () => {
  it('takes single statements and units under one commit, and a failing statement harms nobody', async () => {
    const outcomes = await outcomesOf([
      commits.query(INSERT, ['a']),
      insertAsUnit('b'),
      commits.query(INSERT, ['a']),
      commits.query(INSERT, ['c']),
    ]);
    expect(outcomes).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(commits.stats).toEqual({ units: 4, commits: 1 });
    expect(await stored()).toEqual(['a', 'b', 'c']);
  });

  it('sends a single statement without a savepoint: each message to the thread costs', async () => {
    await commits.query(INSERT, ['a']);
    expect(said).toEqual(['begin immediate', INSERT, 'commit']);
  });

  it.each(['statement', 'unit'])('acknowledges only what is stored when a %s loses the transaction', async (kind) => {
    const lose = (): Promise<unknown> =>
      kind === 'unit' ? commits.transact((sql) => sql.query(DROP_TRANSACTION)) : commits.query(DROP_TRANSACTION, []);
    const outcomes = await outcomesOf([insertAsUnit('before'), lose(), insertAsUnit('after')]);
    // What waited behind it begins a transaction of its own.
    expect(outcomes).toEqual(['rejected', 'rejected', 'fulfilled']);
    expect(await stored()).toEqual(['after']);
  });
});
