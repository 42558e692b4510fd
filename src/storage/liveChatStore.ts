import type { Clock } from '#src/domain/clock.ts';
import type { ContactRequestId } from '#src/domain/contactRequest.ts';
import { UnreadableRecordError } from '#src/domain/errors.ts';
import type { Ids } from '#src/domain/ids.ts';
import type { LiveChatPhase, LiveChatRecord, LiveChatStore, ThreadMessage } from '#src/domain/liveChat.ts';
import type { StaffId } from '#src/domain/staff.ts';
import type { DataKeys, KeyOwner } from './sealing/dataKeys.ts';
import type { Sql, SqlValue } from './sql.ts';

const CHAT_COLUMNS = 'request_id, conversation_id, phase, holder, last_seq, seen_seq, owed_since, crisis_at';

interface ChatRow {
  readonly request_id: ContactRequestId;
  readonly conversation_id: string;
  readonly phase: LiveChatPhase;
  readonly holder: StaffId | null;
  readonly last_seq: number;
  readonly seen_seq: number;
  readonly owed_since: number | null;
  readonly crisis_at: number | null;
}

/** What of a message is sealed. */
interface SealedMessage {
  readonly text: string;
  readonly name?: string;
}

/** Live chats within one transaction. Threads are sealed under the key of their request and go with it. */
export function createLiveChatStore({
  sql,
  dataKeys,
  clock,
  ids,
}: {
  readonly sql: Sql;
  readonly dataKeys: DataKeys;
  readonly clock: Clock;
  readonly ids: Ids;
}): LiveChatStore {
  async function select(condition: string, params: readonly SqlValue[]): Promise<readonly LiveChatRecord[]> {
    const { rows } = await sql.query<ChatRow>(`select ${CHAT_COLUMNS} from live_chat where ${condition}`, params);
    return rows.map(toRecord);
  }

  return {
    async open(requestId, conversationId) {
      await sql.query('insert into live_chat (request_id, conversation_id, phase) values ($1, $2, $3)', [
        requestId,
        conversationId,
        'waiting',
      ]);
    },
    find: async (requestId) => (await select('request_id = $1', [requestId]))[0],
    findByConversation: async (conversationId) =>
      (await select(`conversation_id = $1 and phase <> 'ended' order by request_id desc limit 1`, [conversationId]))[0],
    listHeld: () => select(`phase = 'held' order by request_id`, []),
    async update(requestId, change) {
      const columns = {
        conversation_id: change.conversationId,
        phase: change.phase,
        holder: change.holder,
        seen_seq: change.seenSeq,
        owed_since: change.owedSince,
        crisis_at: change.crisisAt,
      };
      const changed = Object.entries(columns).filter(([, value]) => value !== undefined) as [string, SqlValue][];
      if (changed.length === 0) return;
      await sql.query(
        `update live_chat set ${changed.map(([name], index) => `${name} = $${index + 2}`).join(', ')} where request_id = $1`,
        [requestId, ...changed.map(([, value]) => value)],
      );
    },
    async append(requestId, { origin, author, text, name }) {
      const sealer = await dataKeys.find(sql, keyOwner(requestId));
      if (!sealer) throw new UnreadableRecordError();
      // The counter first: its row lock orders the writers of a thread.
      const counted = await sql.query<{ seq: number }>(
        'update live_chat set last_seq = last_seq + 1 where request_id = $1 returning last_seq as seq',
        [requestId],
      );
      const seq = counted.rows[0]?.seq;
      if (seq === undefined) throw new Error('A message was written to a request that has no chat');
      const message: SealedMessage = name === undefined ? { text } : { text, name };
      const { count } = await sql.query(
        `insert into thread_message (request_id, seq, origin, author, at, sealed) values ($1, $2, $3, $4, $5, $6)
         on conflict (request_id, origin) do nothing`,
        [
          requestId,
          seq,
          origin,
          author,
          clock.now(),
          sealer.seal(JSON.stringify(message), messageContext(requestId, seq)),
        ],
      );
      if (count === 1) return { seq, isNew: true };
      await sql.query('update live_chat set last_seq = last_seq - 1 where request_id = $1', [requestId]);
      const { rows } = await sql.query<{ seq: number }>(
        'select seq from thread_message where request_id = $1 and origin = $2',
        [requestId, origin],
      );
      return { seq: rows[0]?.seq ?? 0, isNew: false };
    },
    async messages(requestId, afterSeq = 0) {
      const { rows } = await sql.query<{ seq: number; author: ThreadMessage['author']; at: number; sealed: string }>(
        'select seq, author, at, sealed from thread_message where request_id = $1 and seq > $2 order by seq',
        [requestId, afterSeq],
      );
      if (rows.length === 0) return [];
      const sealer = await openOrNothing(() => dataKeys.find(sql, keyOwner(requestId)));
      const messages: ThreadMessage[] = [];
      for (const { seq, author, at, sealed } of rows) {
        const opened = await openOrNothing(
          async () => sealer && (JSON.parse(sealer.open(sealed, messageContext(requestId, seq))) as SealedMessage),
        );
        messages.push({ seq, author, at, text: opened?.text, name: opened?.name });
      }
      return messages;
    },
    async rate(requestId, rating) {
      const { count } = await sql.query('update live_chat set is_rated = 1 where request_id = $1 and is_rated = 0', [
        requestId,
      ]);
      if (count === 0) return;
      await sql.query('insert into rating (id, week, office, locale, value) values ($1, $2, $3, $4, $5)', [
        ids.uuid(),
        rating.week,
        rating.office,
        rating.locale,
        rating.value,
      ]);
    },
  };
}

function toRecord(row: ChatRow): LiveChatRecord {
  return {
    requestId: row.request_id,
    conversationId: row.conversation_id,
    phase: row.phase,
    holder: row.holder ?? undefined,
    lastSeq: row.last_seq,
    seenSeq: row.seen_seq,
    owedSince: row.owed_since ?? undefined,
    crisisAt: row.crisis_at ?? undefined,
  };
}

function keyOwner(requestId: string): KeyOwner {
  return `contact_request:${requestId}`;
}

function messageContext(requestId: string, seq: number): string {
  return `thread_message:${requestId}:${seq}:text:1`;
}

/** A message that cannot be opened must not hide its neighbours (R16). */
async function openOrNothing<T>(open: () => Promise<T>): Promise<T | undefined> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof UnreadableRecordError) return undefined;
    throw error;
  }
}
