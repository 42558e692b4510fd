import type { NewActivity } from '#src/domain/conversationLog.ts';
import { DESK_ID, type DeskNews } from '#src/domain/liveChat.ts';
import type { LocaleTag } from '#src/domain/locale.ts';

/**
 * News of the desk as an activity that the bot must handle. Named like the handoff events of the Bot Framework, so that
 * any bot behind this channel could read them.
 * @param key - The same news is stored once.
 * @param locale - For a conversation whose language the bot no longer remembers.
 */
export function deskNewsActivity(news: DeskNews, key: string, locale: LocaleTag): NewActivity {
  return {
    body: {
      type: 'event',
      name: news.kind === 'message' ? 'handoff.message' : 'handoff.status',
      value: news,
      locale,
      from: { id: DESK_ID, role: 'channel' },
    },
    clientActivityId: `desk:${key}`,
    needsTurn: true,
  };
}
