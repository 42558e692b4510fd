import type { Clock } from '#src/domain/clock.ts';
import type { ContactRequestId } from '#src/domain/contactRequest.ts';
import type {
  ContactRequestDetails,
  ContactRequestRecord,
  ContactRequestStore,
  NewContactRequest,
  RequestFilter,
  RequestNote,
} from '#src/domain/contactRequestStore.ts';
import { UnreadableRecordError } from '#src/domain/errors.ts';
import type { Ids } from '#src/domain/ids.ts';
import type { Sealer } from '#src/domain/sealing.ts';
import type { StaffId } from '#src/domain/staff.ts';
import { REQUEST_COLUMNS, type RequestRow, toRecord } from './contactRequestRow.ts';
import { eraseContactRequest } from './eraseContactRequest.ts';
import { nameLookUp } from './nameIndex.ts';
import { indexMarks, meansMark, topicGroupMark } from './requestIndex.ts';
import type { DataKeys, KeyOwner } from './sealing/dataKeys.ts';
import type { Keyring } from './sealing/keyring.ts';
import { placeholders, type Sql, type SqlValue } from './sql.ts';

const DEFAULT_LIST_LIMIT = 100;

const ORDERS = {
  longestWaiting: 'is_urgent desc, waiting_since, id',
  newestClosed: 'closed_at desc, id desc',
} as const;

export interface ContactRequestStoreOptions {
  readonly sql: Sql;
  readonly keyring: Keyring;
  readonly dataKeys: DataKeys;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Called with the tombstone of an erased request before the transaction commits. */
  readonly onTombstone: (mark: string, erasedAt: number) => void;
}

/** Contact requests within one transaction. The personal part is sealed under a data key of the request's own. */
export function createContactRequestStore(options: ContactRequestStoreOptions): ContactRequestStore {
  const { sql, keyring, dataKeys, clock, ids } = options;

  async function findOne<Row extends RequestRow = RequestRow>(
    condition: string,
    value: string,
  ): Promise<Row | undefined> {
    const { rows } = await sql.query<Row>(
      `select ${REQUEST_COLUMNS}, secret_hash, sealed from contact_request where ${condition}`,
      [value],
    );
    return rows[0];
  }

  async function findRecord(condition: string, value: string): Promise<ContactRequestRecord | undefined> {
    const row = await findOne(condition, value);
    return row && toRecord(row);
  }

  /** The sealer of a request; `undefined` if its key is lost. */
  async function findSealer(id: string): Promise<Sealer | undefined> {
    return nothingIfUnreadable(() => dataKeys.find(sql, keyOwner(id)));
  }

  async function insertRow({ record, draftId, secretHash, details, topicGroup }: NewContactRequest): Promise<boolean> {
    const { row: key, sealer } = dataKeys.prepare(keyOwner(record.id));
    const { count } = await sql.query(
      `insert into contact_request (id, reference, draft_id, kind, status, office, country, locale, channel,
         conversation_id, means_kind, is_urgent, notice_state, secret_hash, sealed, created_at, waiting_since)
       values ($1, $2, $3, $4, 'pending', $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15) on conflict do nothing`,
      [
        record.id,
        record.reference,
        draftId,
        record.kind,
        record.office,
        record.country ?? null,
        record.locale,
        record.channel,
        record.conversationId,
        record.meansKind,
        record.isUrgent ? 1 : 0,
        'waiting',
        secretHash,
        sealer.seal(JSON.stringify(details), detailsContext(record.id)),
        record.createdAt,
      ],
    );
    if (count === 0) return false;
    await sql.query('insert into data_key (owner, key_id, wrapped, created_at) values ($1, $2, $3, $4)', key);
    for (const { kind, mark } of indexMarks(keyring, { id: record.id, details, topicGroup })) {
      await sql.query('insert into contact_index (request_id, kind, mark) values ($1, $2, $3)', [
        record.id,
        kind,
        mark,
      ]);
    }
    return true;
  }

  /** The filter in SQL. A topic is found by its mark, which only the key can tell: then the rows are named one by one. */
  async function narrow(filter: RequestFilter): Promise<{ readonly where: string; readonly params: SqlValue[] }> {
    const { where, params } = describeFilter(filter);
    const { topicGroup } = filter;
    if (topicGroup === undefined) return { where, params };
    const { rows } = await sql.query<{ id: string; mark: string }>(
      `select contact_request.id, contact_index.mark from contact_request join contact_index
         on contact_index.request_id = contact_request.id and contact_index.kind = 'topicGroup' where ${where}`,
      params,
    );
    const ids = rows.filter(({ id, mark }) => mark === topicGroupMark(keyring, id, topicGroup)).map(({ id }) => id);
    return { where: ids.length === 0 ? '1 = 0' : `id in (${placeholders(ids.length)})`, params: ids };
  }

  return {
    async insert(request) {
      const { id } = request.record;
      const { consent } = request;
      await sql.query(
        'insert into consent (request_id, text_hash, locale, channel, given_at, stored_at) values ($1, $2, $3, $4, $5, $6)',
        [id, consent.textHash, consent.locale, consent.channel, consent.givenAt, clock.now()],
      );
      if (await insertRow(request)) return { kind: 'stored' };
      await sql.query('delete from consent where request_id = $1', [id]);
      const known = await findRecord('draft_id = $1', request.draftId);
      return known ? { kind: 'draftKnown', record: known } : { kind: 'referenceTaken' };
    },
    async findByReference(reference) {
      const row = await findOne<RequestRow & { secret_hash: string }>('reference = $1', reference);
      return row && { ...toRecord(row), secretHash: row.secret_hash };
    },
    find: (id) => findRecord('id = $1', id),
    async openDetails(id) {
      const row = await findOne<RequestRow & { sealed: string }>('id = $1', id);
      const sealer = row && (await findSealer(id));
      if (!row || !sealer) return undefined;
      return nothingIfUnreadable(
        async () => JSON.parse(sealer.open(row.sealed, detailsContext(id))) as ContactRequestDetails,
      );
    },
    async consentedAt(id) {
      const { rows } = await sql.query<{ at: number }>('select given_at as at from consent where request_id = $1', [
        id,
      ]);
      return rows[0]?.at;
    },
    async list(filter) {
      const { where, params } = await narrow(filter);
      const limit = params.push(filter.limit ?? DEFAULT_LIST_LIMIT);
      const offset = params.push(filter.offset ?? 0);
      const { rows } = await sql.query<RequestRow>(
        `select ${REQUEST_COLUMNS} from contact_request where ${where}
         order by ${ORDERS[filter.order ?? 'longestWaiting']} limit $${limit} offset $${offset}`,
        params,
      );
      return rows.map(toRecord);
    },
    async count(filter) {
      const { where, params } = await narrow(filter);
      const { rows } = await sql.query<{ amount: number }>(
        `select count(*) as amount from contact_request where ${where}`,
        params,
      );
      return rows[0]?.amount ?? 0;
    },
    async findByMeans(kind, value) {
      const { rows } = await sql.query<{ request_id: ContactRequestId }>(
        'select request_id from contact_index where kind = $1 and mark = $2 order by request_id',
        [kind, meansMark(keyring, kind, value)],
      );
      return rows.map((row) => row.request_id);
    },
    async findByName(name) {
      const look = nameLookUp(keyring, name);
      if (!look) return [];
      const { rows } = await sql.query<{ request_id: ContactRequestId }>(
        `select request_id from contact_index where kind = 'name' and mark = $1
         union
         select request_id from contact_index where kind = 'name' and mark in (${placeholders(look.words.length, 3)})
         group by request_id having count(*) = $2
         order by request_id`,
        [look.whole, look.words.length, ...look.words],
      );
      return rows.map((row) => row.request_id);
    },
    async update(id, expectedVersion, change) {
      const { count } = await sql.query(
        `update contact_request set status = $3, assignee = $4, waiting_since = $5, closed_at = $6, version = version + 1
         where id = $1 and version = $2`,
        [id, expectedVersion, change.status, change.assignee ?? null, change.waitingSince, change.closedAt ?? null],
      );
      return count === 1;
    },
    async markUrgent(id) {
      const { count } = await sql.query('update contact_request set is_urgent = 1 where id = $1 and is_urgent = 0', [
        id,
      ]);
      return count === 1;
    },
    async setNoticeState(id, state) {
      await sql.query('update contact_request set notice_state = $2 where id = $1', [id, state]);
    },
    async addNote(id, author, text) {
      const sealer = await findSealer(id);
      if (!sealer) throw new UnreadableRecordError();
      const noteId = ids.uuid();
      await sql.query('insert into note (id, request_id, author, at, sealed) values ($1, $2, $3, $4, $5)', [
        noteId,
        id,
        author,
        clock.now(),
        sealer.seal(text, noteContext(noteId)),
      ]);
    },
    async notes(id) {
      const sealer = await findSealer(id);
      const { rows } = await sql.query<{ id: string; author: StaffId; at: number; sealed: string }>(
        'select id, author, at, sealed from note where request_id = $1 order by at, id',
        [id],
      );
      const notes: RequestNote[] = [];
      for (const { id: noteId, author, at, sealed } of rows) {
        const text = sealer && (await nothingIfUnreadable(async () => sealer.open(sealed, noteContext(noteId))));
        notes.push({ id: noteId, author, at, text });
      }
      return notes;
    },
    async erase(id) {
      const row = await findOne('id = $1', id);
      if (!row) return;
      const erasedAt = clock.now();
      await eraseContactRequest(sql, dataKeys, { id, conversationId: row.conversation_id });
      const mark = keyring.mark('tombstone', row.reference);
      await sql.query('insert into tombstone (mark, erased_at) values ($1, $2) on conflict (mark) do nothing', [
        mark,
        erasedAt,
      ]);
      options.onTombstone(mark, erasedAt);
    },
  };
}

function keyOwner(id: string): KeyOwner {
  return `contact_request:${id}`;
}

function detailsContext(id: string): string {
  return `contact_request:${id}:details:1`;
}

function noteContext(id: string): string {
  return `note:${id}:text:1`;
}

/** A record that cannot be opened must not take its neighbours down: it is shown as unreadable (R16). */
async function nothingIfUnreadable<T>(action: () => Promise<T>): Promise<T | undefined> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof UnreadableRecordError) return undefined;
    throw error;
  }
}

function describeFilter(filter: RequestFilter): { readonly where: string; readonly params: SqlValue[] } {
  const params: SqlValue[] = [];
  const conditions: string[] = [];
  const addList = (column: string, values: readonly string[]): void => {
    conditions.push(values.length === 0 ? '1 = 0' : `${column} in (${placeholders(values.length, params.length + 1)})`);
    params.push(...values);
  };
  addList('office', filter.offices);
  if (filter.statuses) addList('status', filter.statuses);
  if (filter.assignee !== undefined) addList('assignee', [filter.assignee]);
  if (filter.noticeState) addList('notice_state', [filter.noticeState]);
  if (filter.reference !== undefined) addList('reference', [filter.reference]);
  if (filter.locale !== undefined) addList('locale', [filter.locale]);
  if (filter.meansKind) addList('means_kind', [filter.meansKind]);
  if (filter.isUrgent !== undefined) conditions.push(`is_urgent = $${params.push(filter.isUrgent ? 1 : 0)}`);
  if (filter.waitingSince) {
    const alternatives = filter.waitingSince.map(
      ({ office, status, atLatest }) =>
        `(office = $${params.push(office)} and status = $${params.push(status)} and waiting_since <= $${params.push(atLatest)})`,
    );
    conditions.push(alternatives.length === 0 ? '1 = 0' : `(${alternatives.join(' or ')})`);
  }
  return { where: conditions.join(' and '), params };
}
