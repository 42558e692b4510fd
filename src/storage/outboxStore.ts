import type { Clock } from '#src/domain/clock.ts';
import type { Ids } from '#src/domain/ids.ts';
import type { Outbox, OutboxJob, OutboxRecord } from '#src/domain/outbox.ts';
import type { Sql } from './sql.ts';

interface JobRow {
  readonly id: string;
  readonly topic: string;
  readonly payload: string;
  readonly attempts: number;
  readonly created_at: number;
}

interface RecordRow extends JobRow {
  readonly state: OutboxRecord['state'];
  readonly run_at: number;
  readonly last_code: string | null;
  readonly updated_at: number;
}

/** The outbox within one transaction. Times come from the clock, so that tests decide when a job is due. */
export function createOutbox(sql: Sql, skipLocked: string, clock: Clock, ids: Ids): Outbox {
  /** Changes a job only while its lease is ours. */
  async function settle(
    job: OutboxJob,
    owner: string,
    to: { readonly state: 'ready' | 'done' | 'dead'; readonly runAt?: number; readonly code?: string },
  ): Promise<boolean> {
    const { count } = await sql.query(
      `update outbox set state = $3, run_at = coalesce($4, run_at), last_code = $5, updated_at = $6,
         lease_owner = null, lease_until = 0
       where id = $1 and lease_owner = $2 and state = 'ready'`,
      [job.id, owner, to.state, to.runAt ?? null, to.code ?? null, clock.now()],
    );
    return count === 1;
  }

  return {
    async add(job) {
      const now = clock.now();
      const { count } = await sql.query(
        `insert into outbox (id, topic, subject, dedupe_key, payload, state, attempts, run_at, lease_until, created_at, updated_at)
         values ($1, $2, $3, $4, $5, 'ready', 0, $6, 0, $7, $7) on conflict (dedupe_key) do nothing`,
        [ids.uuid(), job.topic, job.subject, job.dedupeKey, JSON.stringify(job.payload), job.runAt ?? now, now],
      );
      return count === 1;
    },
    async claim(owner, leaseUntil, limit) {
      const { rows } = await sql.query<JobRow>(
        `update outbox set lease_owner = $1, lease_until = $2, attempts = attempts + 1, updated_at = $3
         where id in (
           select id from outbox where state = 'ready' and run_at <= $3 and lease_until <= $3
           order by run_at limit $4 ${skipLocked}
         ) returning id, topic, payload, attempts, created_at`,
        [owner, leaseUntil, clock.now(), limit],
      );
      return rows.map(toJob);
    },
    complete: (job, owner, code) => settle(job, owner, { state: 'done', ...(code === undefined ? {} : { code }) }),
    postpone: (job, owner, runAt, code) => settle(job, owner, { state: 'ready', runAt, code }),
    bury: (job, owner, code) => settle(job, owner, { state: 'dead', code }),
    async revive(subject) {
      const { count } = await sql.query(
        `update outbox set state = 'ready', attempts = 0, run_at = $2, updated_at = $2
         where subject = $1 and state = 'dead'`,
        [subject, clock.now()],
      );
      return count;
    },
    async list(subject) {
      const { rows } = await sql.query<RecordRow>(
        `select id, topic, payload, attempts, created_at, state, run_at, last_code, updated_at from outbox
         where subject = $1 order by created_at, dedupe_key`,
        [subject],
      );
      return rows.map((row) => ({
        ...toJob(row),
        state: row.state,
        runAt: row.run_at,
        lastCode: row.last_code ?? undefined,
        updatedAt: row.updated_at,
      }));
    },
    async counts() {
      const { rows } = await sql.query<{ state: string; amount: number; oldest: number | null }>(
        `select state, count(*) as amount, min(created_at) as oldest from outbox where state <> 'done' group by state`,
      );
      const ready = rows.find((row) => row.state === 'ready');
      const dead = rows.find((row) => row.state === 'dead');
      return { ready: ready?.amount ?? 0, dead: dead?.amount ?? 0, oldestReadyAt: ready?.oldest ?? undefined };
    },
  };
}

function toJob(row: JobRow): OutboxJob {
  return {
    id: row.id,
    topic: row.topic,
    payload: JSON.parse(row.payload),
    attempts: row.attempts,
    createdAt: row.created_at,
  };
}
