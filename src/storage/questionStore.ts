import { type Clock, DAY_MS } from '#src/domain/clock.ts';
import { UnreadableRecordError } from '#src/domain/errors.ts';
import type { Ids } from '#src/domain/ids.ts';
import type { LocaleTag } from '#src/domain/locale.ts';
import { KEPT_QUESTION_MS, QUESTION_MARK_MS } from '#src/domain/retention.ts';
import type { TopicId } from '#src/domain/topic.ts';
import { type KeptQuestion, MAX_KEPT_PER_CHAT, type QuestionStore } from '#src/domain/unansweredQuestions.ts';
import type { Keyring } from './sealing/keyring.ts';
import { placeholders, type Sql } from './sql.ts';

interface QuestionRow {
  readonly id: string;
  readonly week: string;
  readonly locale: LocaleTag;
  readonly topic: TopicId | null;
  readonly sealed: string;
}

export interface QuestionStoreOptions {
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Kept sentences within one transaction. Each is sealed with a key of its own that lies in its row. */
export function createQuestionStore({ keyring, clock, ids }: QuestionStoreOptions, sql: Sql): QuestionStore {
  return {
    async add({ conversationId, activityId, week, locale, text }) {
      const mark = markOf(keyring, conversationId);
      const origin = keyring.mark('question origin', activityId);
      const { rows: kept } = await sql.query<{ origin: string }>('select origin from question_mark where mark = $1', [
        mark,
      ]);
      if (kept.some((row) => row.origin === origin)) return true;
      if (kept.length >= MAX_KEPT_PER_CHAT) return false;
      // What the bot remembers says so too; this holds even if it has forgotten.
      const { count: requests } = await sql.query('select id from contact_request where conversation_id = $1 limit 1', [
        conversationId,
      ]);
      if (requests > 0) return false;
      const now = clock.now();
      // Not one of our usual ids, which tell the time.
      const id = Buffer.from(ids.bytes(16)).toString('hex');
      await sql.query(
        'insert into open_question (id, week, locale, key_id, sealed, delete_at) values ($1, $2, $3, $4, $5, $6)',
        [
          id,
          week,
          locale,
          keyring.newestKeyId,
          keyring.seal(text, questionContext(id)),
          now - (now % DAY_MS) + KEPT_QUESTION_MS,
        ],
      );
      await sql.query('insert into question_mark (mark, origin, question_id, expires_at) values ($1, $2, $3, $4)', [
        mark,
        origin,
        id,
        now + QUESTION_MARK_MS,
      ]);
      return true;
    },
    forget: (conversationId) => forgetQuestions(sql, keyring, conversationId),
    async counts() {
      const { rows } = await sql.query<{ locale: LocaleTag; open: number; assigned: number }>(
        `select locale, count(*) - count(topic) as open, count(topic) as assigned
         from open_question where delete_at > $1 group by locale order by locale`,
        [clock.now()],
      );
      return rows;
    },
    async list(locale, limit) {
      const { rows } = await sql.query<QuestionRow>(
        `select id, week, locale, topic, sealed from open_question where locale = $1 and delete_at > $2
         order by id limit $3`,
        [locale, clock.now(), limit],
      );
      return rows.map((row) => toQuestion(row, keyring));
    },
    async assign(locale, questions, topic) {
      if (questions.length === 0) return 0;
      const { count } = await sql.query(
        `update open_question set topic = $1 where locale = $2 and id in (${placeholders(questions.length, 3)})`,
        [topic ?? null, locale, ...questions],
      );
      return count;
    },
    async dismiss(locale, questions) {
      if (questions.length === 0) return 0;
      const list = placeholders(questions.length, 2);
      const { rows } = await sql.query<{ id: string }>(
        `select id from open_question where locale = $1 and id in (${list})`,
        [locale, ...questions],
      );
      await deleteQuestions(
        sql,
        rows.map(({ id }) => id),
      );
      return rows.length;
    },
  };
}

/** Deletes what was kept from a chat, within the caller's transaction. @returns how many sentences. */
export async function forgetQuestions(
  sql: Sql,
  keyring: Pick<Keyring, 'mark'>,
  conversationId: string,
): Promise<number> {
  const { rows } = await sql.query<{ question_id: string }>('select question_id from question_mark where mark = $1', [
    markOf(keyring, conversationId),
  ]);
  return deleteQuestions(
    sql,
    rows.map((row) => row.question_id),
  );
}

async function deleteQuestions(sql: Sql, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0;
  await sql.query(`delete from question_mark where question_id in (${placeholders(ids.length)})`, ids);
  const { count } = await sql.query(`delete from open_question where id in (${placeholders(ids.length)})`, ids);
  return count;
}

/** The place a kept sentence is bound to. */
export function questionContext(id: string): string {
  return `open_question:${id}:text:1`;
}

function markOf(keyring: Pick<Keyring, 'mark'>, conversationId: string): string {
  return keyring.mark('question', conversationId);
}

function toQuestion({ id, week, locale, topic, sealed }: QuestionRow, keyring: Keyring): KeptQuestion {
  return { id, week, locale, topic: topic ?? undefined, text: openOrNothing(keyring, id, sealed) };
}

/** A sentence that cannot be opened must not hide its neighbours (R16). */
function openOrNothing(keyring: Keyring, id: string, sealed: string): string | undefined {
  try {
    return keyring.open(sealed, questionContext(id));
  } catch (error) {
    if (error instanceof UnreadableRecordError) return undefined;
    throw error;
  }
}
