import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { RETENTION } from '#src/domain/retention.ts';
import { verifyAudit } from '#src/storage/verifyAudit.ts';
import { createDatabaseMaker, DATABASE_KINDS, type DatabaseMaker } from '../support/databases.ts';
import { openTestStorage, type TestStorage } from '../support/storage.ts';

describe.each(DATABASE_KINDS)('the audit trail on %s', (kind) => {
  let maker: DatabaseMaker;
  let storage: TestStorage;

  beforeAll(async () => {
    maker = await createDatabaseMaker(kind);
  });
  beforeEach(async () => {
    storage = await openTestStorage(maker);
    for (let i = 1; i <= 5; i += 1) {
      await storage.auditDesk.record({ actor: { kind: 'system' }, action: 'request.purged', subject: `r${i}` });
    }
  });
  afterAll(() => maker.end());

  /** Somebody with full rights on the database removes the protection first. */
  const tamper = async (script: string): Promise<void> => {
    const { db } = storage.opened;
    await db.tx((sql) =>
      sql.exec(
        db.dialect === 'postgres'
          ? 'alter table audit disable trigger all'
          : 'drop trigger if exists audit_no_update; drop trigger if exists audit_no_delete',
      ),
    );
    await db.tx((sql) => sql.exec(script));
  };
  const verify = () => verifyAudit(storage.opened.db);

  it('is intact, whoever writes at once', async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        storage.auditDesk.record({ actor: { kind: 'person' }, action: 'request.submitted', subject: `p${i}` }),
      ),
    );
    expect(await verify()).toMatchObject({ kind: 'intact', checked: 25, head: { seq: 25 } });
    const newest = await storage.auditDesk.list({ limit: 2 });
    expect(newest.map(({ seq }) => seq)).toEqual([25, 24]);
    expect(await storage.auditDesk.list({ subject: 'r3' })).toHaveLength(1);
    expect((await storage.auditDesk.list({ beforeSeq: 3 })).map(({ seq }) => seq)).toEqual([2, 1]);
  });

  it('refuses changes and deletions', async () => {
    const { db } = storage.opened;
    await expect(db.query("update audit set subject = 'other' where seq = 2")).rejects.toThrow(/never changed/);
    await expect(db.query('delete from audit where seq = 5')).rejects.toThrow(/audit records/);
    expect(await verify()).toMatchObject({ kind: 'intact' });
  });

  it.each([
    ['a changed record', "update audit set subject = 'other' where seq = 2", { seq: 2, reason: 'changed' }],
    ['a record moved in time', 'update audit set at = at - 1 where seq = 4', { seq: 4, reason: 'changed' }],
    ['a missing record', 'delete from audit where seq = 3', { seq: 3, reason: 'missing' }],
    ['a missing beginning', 'delete from audit where seq <= 2', { seq: 1, reason: 'missing' }],
    ['a cut tail', 'delete from audit where seq >= 4', { seq: 4, reason: 'tailCut' }],
    [
      'a beginning that was cut without a word',
      `update audit_floor set seq = 2, hash = (select hash from audit where seq = 2); delete from audit where seq <= 2`,
      { seq: 2, reason: 'pruneUnexplained' },
    ],
  ])('names %s', async (_name, script, expected) => {
    await tamper(script);
    expect(await verify()).toEqual({ kind: 'broken', ...expected });
  });

  it('proves with a head from the log that the tail was cut, even if the end was moved too', async () => {
    const intact = await verify();
    if (intact.kind !== 'intact') throw new Error('not intact');
    await tamper(
      'delete from audit where seq >= 4; update audit_head set seq = 3, hash = (select hash from audit where seq = 3)',
    );
    expect(await verify()).toMatchObject({ kind: 'intact', checked: 3 });
    expect(await verifyAudit(storage.opened.db, intact.head)).toMatchObject({ kind: 'broken', reason: 'tailCut' });
    await storage.auditDesk.record({ actor: { kind: 'system' }, action: 'request.purged', subject: 'x' });
    await storage.auditDesk.record({ actor: { kind: 'system' }, action: 'request.purged', subject: 'x' });
    expect(await verifyAudit(storage.opened.db, intact.head)).toMatchObject({ reason: 'anchorMismatch' });
  });

  it('stays verifiable when old records go after a year', async () => {
    await storage.clock.advance({ days: 366 });
    await storage.auditDesk.record({ actor: { kind: 'system' }, action: 'request.purged', subject: 'young' });
    const { retentionStore, clock } = storage;
    expect(await retentionStore.purgeBatch('audit', RETENTION, clock.now(), 3)).toBe(3);
    expect(await retentionStore.purgeBatch('audit', RETENTION, clock.now(), 100)).toBe(2);
    expect(await retentionStore.purgeBatch('audit', RETENTION, clock.now(), 100)).toBe(0);
    expect(await verify()).toMatchObject({ kind: 'intact', checked: 3, head: { seq: 8 } });
  });
});
