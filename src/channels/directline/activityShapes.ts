import type { InboundActivity, OutboundActivity } from '#src/domain/channel.ts';
import type { LoggedActivity } from '#src/domain/conversationLog.ts';
import { DESK_ID, type DeskNews } from '#src/domain/liveChat.ts';

/** The id of the bot in every conversation. */
export const BOT_ID = 'bot';

const CHANNEL_ID = 'directline';

/** Fields that the channel decides, or that are nobody's business outside. */
const OWN_FIELDS = new Set(['id', 'timestamp', 'conversation', 'recipient', 'serviceUrl', 'channelId', 'from']);

/** True for what a chat page may see: the news that it joined, and those of the desk, are for the bot alone. */
export function isVisible(activity: LoggedActivity): boolean {
  return activity.body['type'] !== 'conversationUpdate' && senderOf(activity) !== DESK_ID;
}

function senderOf({ body }: LoggedActivity): string | undefined {
  return (body['from'] as { readonly id?: string } | undefined)?.id;
}

/** An activity as it stands in a frame or in the answer to polling. */
export function toClientActivity(conversationId: string, activity: LoggedActivity): Record<string, unknown> {
  return {
    ...activity.body,
    id: activity.id,
    timestamp: new Date(activity.timestamp).toISOString(),
    channelId: CHANNEL_ID,
    conversation: { id: conversationId },
  };
}

/** An activity of a person as the bot gets it. */
export function toInboundActivity(conversationId: string, activity: LoggedActivity): InboundActivity {
  const { from: _from, ...fields } = activity.body;
  const userId = senderOf(activity) ?? '';
  const deskNews = userId === DESK_ID ? (fields['value'] as DeskNews) : undefined;
  return {
    ...fields,
    id: activity.id,
    timestamp: new Date(activity.timestamp),
    channelId: CHANNEL_ID,
    serviceUrl: 'urn:return-assistant:directline',
    conversation: { id: conversationId },
    from: { id: userId, name: '', role: 'user' },
    recipient: { id: BOT_ID, name: '', role: 'bot' },
    ...(deskNews ? { deskNews } : {}),
  } as InboundActivity;
}

/** What is stored of an activity of the bot. */
export function toStoredBody(activity: OutboundActivity): Record<string, unknown> {
  const plain = JSON.parse(JSON.stringify(activity)) as Record<string, unknown>;
  const name = (plain['from'] as { readonly name?: unknown } | undefined)?.name;
  const fields = Object.fromEntries(Object.entries(plain).filter(([key]) => !OWN_FIELDS.has(key)));
  return {
    ...fields,
    type: fields['type'] ?? 'message',
    from: { id: BOT_ID, role: 'bot', ...(typeof name === 'string' && name !== '' ? { name } : {}) },
  };
}

/** The news that person and bot are in a new conversation: what makes the bot greet. */
export function createJoinBody(
  userId: string,
  locale: string | undefined,
  isWelcomeShown: boolean,
): Record<string, unknown> {
  return {
    type: 'conversationUpdate',
    from: { id: userId, role: 'user' },
    membersAdded: [
      { id: userId, name: '' },
      { id: BOT_ID, name: '' },
    ],
    ...(locale === undefined ? {} : { locale }),
    ...(isWelcomeShown ? { channelData: { welcomeShown: true } } : {}),
  };
}
