import type { ContactRequestEvent } from '#src/domain/contactRequest.ts';
import type { ContactRequestRecord } from '#src/domain/contactRequestStore.ts';
import type { LiveChatEnding, LiveChatRecord } from '#src/domain/liveChat.ts';
import type { Stores } from '#src/domain/unitOfWork.ts';
import { deskNewsActivity } from './deskNews.ts';

/**
 * Gives a conversation back to the assistant, within the caller's transaction. The assistant tells the person why.
 * @returns the conversation whose bot has news to handle: tell `BUS_CHANNELS.turnWaiting` after the commit.
 */
export async function concludeLiveChat(
  { liveChats, appendActivity }: Stores,
  { requestId, conversationId, lastSeq }: LiveChatRecord,
  { locale, version }: Pick<ContactRequestRecord, 'locale' | 'version'>,
  ending: LiveChatEnding,
): Promise<string> {
  const isOver = ending === 'resolved' || ending === 'withdrawn';
  await liveChats.update(requestId, { phase: isOver ? 'ended' : 'paused', holder: null, owedSince: null });
  const key = `concluded:${requestId}:${version}:${lastSeq}:${ending}`;
  await appendActivity(conversationId, deskNewsActivity({ kind: 'concluded', requestId, ending }, key, locale));
  return conversationId;
}

/**
 * What becomes of the chat of a request when the request itself changes; `assign` is a new assignee.
 * @returns as {@link concludeLiveChat}.
 */
export async function followRequest(
  stores: Stores,
  record: ContactRequestRecord,
  event: ContactRequestEvent | 'assign',
): Promise<string | undefined> {
  const chat = await stores.liveChats.find(record.id);
  if (!chat) return undefined;
  switch (event) {
    // Whoever held the chat may no longer write in it, and the colleague has not come yet.
    case 'assign':
    case 'release':
      return chat.phase === 'held' ? concludeLiveChat(stores, chat, record, 'left') : undefined;
    case 'resolve':
      return chat.phase === 'ended' ? undefined : concludeLiveChat(stores, chat, record, 'resolved');
    case 'withdraw':
      return chat.phase === 'ended' ? undefined : concludeLiveChat(stores, chat, record, 'withdrawn');
    case 'reopen':
      await stores.liveChats.update(record.id, { phase: 'paused' });
      return undefined;
    // Taking a request is not yet speaking to the person; an erasure takes the chat with it.
    case 'take':
    case 'erase':
      return undefined;
  }
}
