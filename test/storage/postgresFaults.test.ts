import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { StorageUnavailableError } from '#src/domain/errors.ts';
import { openDatabase } from '#src/storage/openDatabase.ts';
import type { Database } from '#src/storage/sql.ts';
import { systemClock } from '#src/systemClock.ts';
import { startTestPostgres, type TestPostgres } from '../support/postgres.ts';
import { SilentLogger } from '../support/silentLogger.ts';

describe('several replicas on one PostgreSQL', () => {
  let server: TestPostgres;
  let url: string;
  const replicas: Database[] = [];

  const openReplica = async (): Promise<Database> => {
    const db = await openDatabase({ url, dataDir: '/nowhere', clock: systemClock, logger: new SilentLogger() });
    replicas.push(db);
    return db;
  };

  beforeAll(async () => {
    server = await startTestPostgres();
    url = await server.createDatabase();
  });
  afterAll(async () => {
    for (const db of replicas) await db.close().catch(() => undefined);
    await server.stop();
  });

  it('may start at the same moment: one migrates, the others wait', async () => {
    const opened = await Promise.all([openReplica(), openReplica(), openReplica()]);
    for (const db of opened) await db.checkWritable();
    const { rows } = await (opened[0] as Database).query('select name from schema_migration order by name');
    expect(rows.map((row) => row['name'])).toContain('0001_init');
  });

  it('hear the hints of each other, also many at once', async () => {
    const [a, b] = [await openReplica(), await openReplica()];
    const heard: string[] = [];
    const all = new Promise<void>((resolve) => {
      b.bus.subscribe('activity', (payload) => {
        heard.push(payload);
        if (heard.length === 2_000) resolve();
      });
    });
    for (let i = 0; i < 2_000; i += 1) a.bus.publish('activity', `conversation-${i}-with-a-long-name`);
    await all;
    expect(new Set(heard).size).toBe(2_000);
  });

  it('say clearly that the server is gone, come back by themselves, and ask to resync', async () => {
    // A server that others use is not interrupted.
    if (process.env['TEST_DATABASE_URL']) return;
    const db = await openReplica();
    const resynced = new Promise<void>((resolve) => {
      db.bus.subscribe('resync', () => resolve());
    });
    await server.interrupt();
    await expect(db.query('select 1')).rejects.toBeInstanceOf(StorageUnavailableError);
    await expect(db.tx((sql) => sql.query('select 1'))).rejects.toBeInstanceOf(StorageUnavailableError);
    await expect(db.checkWritable()).rejects.toBeInstanceOf(StorageUnavailableError);
    await expect(openReplica()).rejects.toBeInstanceOf(StorageUnavailableError);
    await server.start();
    await db.checkWritable();
    await resynced;
    const heard = new Promise<string>((resolve) => {
      db.bus.subscribe('activity', resolve);
    });
    db.bus.publish('activity', 'again');
    expect(await heard).toBe('again');
  });

  it('survive a connection that is cut in the middle of a transaction', async () => {
    const [db, other] = [await openReplica(), await openReplica()];
    const cut = db.tx(async (sql) => {
      const { rows } = await sql.query<{ pid: number }>('select pg_backend_pid() as pid');
      await other.query('select pg_terminate_backend($1)', [rows[0]?.pid ?? 0]);
      // Idle, as between two queries of a turn, when the end of the connection arrives.
      await new Promise((resolve) => setTimeout(resolve, 100));
      await sql.query('select 1');
    });
    await expect(cut).rejects.toBeInstanceOf(StorageUnavailableError);
    await expect(db.checkWritable()).resolves.toBeUndefined();
  });

  it('tell a mistake of ours from an outage', async () => {
    const db = await openReplica();
    const error = await db.query('select nonsense').catch((reason: unknown) => reason);
    expect(error).not.toBeInstanceOf(StorageUnavailableError);
    expect(error).toBeInstanceOf(Error);
  });
});
