import { BUS_CHANNELS, type Bus } from '#src/domain/bus.ts';
import type { OutboundActivity } from '#src/domain/channel.ts';
import type { ConversationLog, LoggedActivity } from '#src/domain/conversationLog.ts';
import type { ChatPrincipal } from '#src/domain/httpRoute.ts';
import type { Ids } from '#src/domain/ids.ts';
import { createJoinBody, toStoredBody } from './activityShapes.ts';
import type { ClientActivity } from './readActivity.ts';

/** Reads and writes the log, which tells the streams of every replica: the only place of the channel that writes. */
export interface ConversationService {
  /** Creates the conversation with the news of the join, or finds it. `ended`: it was erased. */
  start(
    principal: ChatPrincipal,
    options: { readonly locale: string | undefined; readonly isWelcomeShown: boolean },
  ): Promise<'new' | 'existing' | 'ended'>;
  /** True if it was started and not erased. */
  isOpen(conversationId: string): Promise<boolean>;
  /** True if it was erased. */
  hasEnded(conversationId: string): Promise<boolean>;
  /** Stores what a person sent; the same message again gives the same id. `undefined`: the conversation has ended. */
  receive(principal: ChatPrincipal, activity: ClientActivity): Promise<string | undefined>;
  /** Stores an activity of the bot. Under the same `key` it is stored once. The id is empty if the chat has ended. */
  deliver(conversationId: string, activity: OutboundActivity, key?: string): Promise<{ readonly id: string }>;
  update(conversationId: string, activity: OutboundActivity): Promise<void>;
  read(conversationId: string, watermark: number): Promise<readonly LoggedActivity[]>;
  erase(conversationId: string): Promise<void>;
}

/** Most activities in one answer to polling. */
const PAGE_SIZE = 500;

/** Joins the log and the bus. */
export function createConversationService(log: ConversationLog, bus: Bus, ids: Ids): ConversationService {
  return {
    async start({ conversationId, userId }, { locale, isWelcomeShown }) {
      const { record, isNew } = await log.open(conversationId, userId);
      if (record.endedAt !== undefined) return 'ended';
      // Under a key of its own: if the process dies between the two writes, the next start makes up for it.
      const body = createJoinBody(userId, locale, isWelcomeShown);
      await log.append(conversationId, { body, clientActivityId: 'start', needsTurn: true });
      return isNew ? 'new' : 'existing';
    },
    async isOpen(conversationId) {
      const record = await log.find(conversationId);
      return record !== undefined && record.endedAt === undefined;
    },
    hasEnded: async (conversationId) => (await log.find(conversationId))?.endedAt !== undefined,
    async receive({ conversationId, userId }, { type, clientActivityId, body }) {
      // For a staff member who holds the chat; the bot does not care. Nothing is stored.
      if (type === 'typing') {
        bus.publish(BUS_CHANNELS.personTyping, conversationId);
        return `${conversationId}|t${ids.uuid()}`;
      }
      const result = await log.append(conversationId, {
        body: { ...body, from: { id: userId, role: 'user' } },
        ...(clientActivityId === undefined ? {} : { clientActivityId: `c:${clientActivityId}` }),
        needsTurn: true,
      });
      if (result.kind === 'ended') return undefined;
      return result.activity.id;
    },
    async deliver(conversationId, activity, key) {
      if (activity.type === 'typing') {
        bus.publish(BUS_CHANNELS.typing, conversationId);
        return { id: `${conversationId}|t${ids.uuid()}` };
      }
      const body = toStoredBody(activity);
      const result = await log.append(conversationId, key === undefined ? { body } : { body, clientActivityId: key });
      return { id: result.kind === 'ended' ? '' : result.activity.id };
    },
    async update(conversationId, activity) {
      const replaces = activity['id'];
      if (typeof replaces !== 'string' || replaces === '') throw new Error('An update needs the id of the activity');
      await log.append(conversationId, { body: toStoredBody(activity), replaces });
    },
    read: (conversationId, watermark) => log.read(conversationId, watermark, PAGE_SIZE),
    async erase(conversationId) {
      await log.erase(conversationId);
      bus.publish(BUS_CHANNELS.conversationEnded, conversationId);
    },
  };
}
