import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Database } from '#src/storage/sql.ts';
import { verifyAudit } from '#src/storage/verifyAudit.ts';
import { createDatabaseMaker, type DatabaseMaker } from '#test/support/databases.ts';
import { openTestStorage, type TestStorage } from '#test/support/storage.ts';

describe('checking the audit chain while others write', () => {
  let maker: DatabaseMaker;
  let storage: TestStorage;

  beforeAll(async () => {
    maker = await createDatabaseMaker('sqlite');
    storage = await openTestStorage(maker);
    for (let i = 0; i < 5; i += 1) await append();
  });
  afterAll(() => maker.end());

  const append = () => storage.auditDesk.record({ actor: { kind: 'system' }, action: 'audit.pruned', subject: '' });

  /** The database, with something that happens just before the records are read. */
  function interrupted(action: () => Promise<unknown>): Database {
    const { db } = storage.opened;
    let isDone = false;
    return new Proxy(db, {
      get(target, name) {
        if (name !== 'query') return (Reflect.get(target, name) as (...args: unknown[]) => unknown).bind(target);
        return async (...args: Parameters<Database['query']>) => {
          if (!isDone) await action();
          isDone = true;
          return target.query(...args);
        };
      },
    });
  }

  it('is no false alarm', async () => {
    const before = await verifyAudit(storage.opened.db);
    expect(before.kind).toBe('intact');
    expect((await verifyAudit(interrupted(append))).kind).toBe('intact');
  });

  it('still finds a tail that is cut in that moment', async () => {
    const { db } = storage.opened;
    const { rows } = await db.query<{ sql: string }>(
      "select sql from sqlite_master where tbl_name = 'audit' and type = 'trigger'",
    );
    const cut = async () => {
      for (const { sql } of rows)
        await db.query(`drop trigger ${/create trigger (?:if not exists )?(\w+)/i.exec(sql)?.[1]}`);
      await db.query('delete from audit where seq = (select max(seq) from audit)');
    };
    expect(await verifyAudit(interrupted(cut))).toMatchObject({ kind: 'broken', reason: 'tailCut' });
  });
});
