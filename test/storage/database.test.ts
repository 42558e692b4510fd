import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Database } from '#src/storage/sql.ts';
import { systemClock } from '#src/systemClock.ts';
import { createDatabaseMaker, DATABASE_KINDS, type DatabaseMaker } from '../support/databases.ts';

describe.each(DATABASE_KINDS)('the database on %s', (kind) => {
  let maker: DatabaseMaker;
  let db: Database;

  beforeAll(async () => {
    maker = await createDatabaseMaker(kind);
    ({ db } = await maker.open({ clock: systemClock }));
    await db.tx((sql) => sql.exec('create table probe (id text not null primary key, amount bigint not null)'));
  });
  afterAll(() => maker.end());

  const insert = (id: string): [string, (string | number)[]] => ['insert into probe values ($1, $2)', [id, 1]];
  const count = async (): Promise<number> =>
    (await db.query<{ amount: number }>('select count(*) as amount from probe')).rows[0]?.amount ?? -1;

  it('keeps what a transaction wrote and gives back its value', async () => {
    expect(await db.tx(async (sql) => (await sql.query(...insert('kept'))).count)).toBe(1);
    expect((await db.query('select id, amount from probe where id = $1', ['kept'])).rows).toEqual([
      { id: 'kept', amount: 1 },
    ]);
  });

  it('gives numbers for counters and times beyond 32 bits', async () => {
    await db.query('insert into probe values ($1, $2)', ['big', 1_900_000_000_000]);
    const { rows } = await db.query<{ amount: number }>('select amount from probe where id = $1', ['big']);
    expect(rows[0]?.amount).toBe(1_900_000_000_000);
  });

  it('rolls back a transaction that throws, alone among its neighbours', async () => {
    const before = await count();
    const outcomes = await Promise.allSettled([
      db.query(...insert('neighbour-1')),
      db.tx(async (sql) => {
        await sql.query(...insert('lost'));
        throw new Error('no');
      }),
      db.query('select nonsense from nowhere'),
      db.query(...insert('neighbour-2')),
    ]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect(await count()).toBe(before + 2);
  });

  it('refuses its own query inside a transaction, and allows it in timers started there', async () => {
    await expect(db.tx(() => db.query('select 1'))).rejects.toThrow(/only its own query/);
    await expect(db.tx(() => db.tx(async () => 1))).rejects.toThrow(/only its own query/);
    let later: Promise<unknown> = Promise.resolve();
    await db.tx(async (sql) => {
      await sql.query('select 1');
      later = new Promise((resolve) => setTimeout(() => resolve(db.query('select 1 as one')), 20));
    });
    expect(await later).toMatchObject({ rows: [{ one: 1 }] });
  });

  it('loses no update when many count at once', async () => {
    await db.query(...insert('counter'));
    const raise = (): Promise<unknown> =>
      db.tx(async (sql) => {
        const { rows } = await sql.query<{ amount: number }>(
          'update probe set amount = amount + 1 where id = $1 returning amount',
          ['counter'],
        );
        return rows[0]?.amount;
      });
    const seen = await Promise.all(Array.from({ length: 40 }, raise));
    expect(new Set(seen).size).toBe(40);
  });

  it('proves that it can be written', async () => {
    await expect(db.checkWritable()).resolves.toBeUndefined();
  });

  it('passes hints to listeners until they leave', async () => {
    const heard: string[] = [];
    const leave = db.bus.subscribe('probe', (payload) => heard.push(payload));
    const second = new Promise<void>((resolve) => {
      db.bus.subscribe('probe', (payload) => payload === 'two' && resolve());
    });
    db.bus.publish('probe', 'one');
    db.bus.publish('probe', 'two');
    await second;
    leave();
    const third = new Promise<void>((resolve) => {
      db.bus.subscribe('probe', (payload) => payload === 'three' && resolve());
    });
    db.bus.publish('probe', 'three');
    await third;
    expect(heard).toEqual(['one', 'two']);
  });
});
