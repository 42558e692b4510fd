import type { DataKeys } from './sealing/dataKeys.ts';
import type { Sql } from './sql.ts';

/**
 * Deletes a request with everything that hangs on it, within the caller's transaction: its key first, then the row,
 * notes, the thread with staff, look-up values, consent, jobs, and what was said in its chat (the form's answers stand there too). The chat
 * itself may go on.
 */
export async function eraseContactRequest(
  sql: Sql,
  dataKeys: DataKeys,
  request: { readonly id: string; readonly conversationId: string },
): Promise<void> {
  await dataKeys.destroy(sql, [`contact_request:${request.id}`]);
  // The chat with staff may have moved to another conversation: what they wrote stands in its log too.
  await sql.query(
    'delete from activity where conversation_id in (select conversation_id from live_chat where request_id = $1)',
    [request.id],
  );
  await sql.query('delete from thread_message where request_id = $1', [request.id]);
  await sql.query('delete from live_chat where request_id = $1', [request.id]);
  await sql.query('delete from counted_step where request_id = $1', [request.id]);
  await sql.query('delete from note where request_id = $1', [request.id]);
  await sql.query('delete from contact_index where request_id = $1', [request.id]);
  await sql.query('delete from contact_request where id = $1', [request.id]);
  await sql.query('delete from consent where request_id = $1', [request.id]);
  await sql.query('delete from outbox where subject = $1', [request.id]);
  await sql.query('delete from activity where conversation_id = $1', [request.conversationId]);
}
