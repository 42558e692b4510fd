import { BUS_CHANNELS, type Bus } from '#src/domain/bus.ts';
import type { Clock } from '#src/domain/clock.ts';
import { isoWeek } from '#src/domain/isoWeek.ts';
import type { LiveChat } from '#src/domain/liveChat.ts';
import type { UnitOfWork } from '#src/domain/unitOfWork.ts';

export interface LiveChatOptions {
  readonly unitOfWork: UnitOfWork;
  readonly bus: Bus;
  readonly clock: Clock;
}

/** The person's side of a live chat: what the dialogs call. */
export function createLiveChat({ unitOfWork, bus, clock }: LiveChatOptions): LiveChat {
  return {
    async receive({ conversationId, activityId, text, isDanger }) {
      const result = await unitOfWork.run(async ({ liveChats, requests, audit }) => {
        const chat = await liveChats.findByConversation(conversationId);
        if (chat?.phase !== 'held') return undefined;
        const { requestId, owedSince, crisisAt } = chat;
        const { isNew } = await liveChats.append(requestId, { origin: activityId, author: 'person', text });
        const now = clock.now();
        await liveChats.update(requestId, {
          owedSince: owedSince ?? now,
          ...(isDanger ? { crisisAt: crisisAt ?? now } : {}),
        });
        if (isDanger && (await requests.markUrgent(requestId))) {
          await audit.append({ actor: { kind: 'system' }, action: 'request.flaggedUrgent', subject: requestId });
        }
        // A turn that runs again after a crash shows again what it had to show; the channel stores it once.
        return { requestId, isFirstDanger: isDanger && (crisisAt === undefined || !isNew) };
      });
      if (!result) return { kind: 'notHeld' };
      bus.publish(BUS_CHANNELS.contactRequest, result.requestId);
      return { kind: 'received', isFirstDanger: result.isFirstDanger };
    },

    read: (requestId, seq) =>
      unitOfWork.run(async ({ liveChats }) => {
        const chat = await liveChats.find(requestId);
        if (!chat) return undefined;
        return (await liveChats.messages(chat.requestId, seq - 1)).find((message) => message.seq === seq);
      }),

    async markSeen(conversationId, seq) {
      const requestId = await unitOfWork.run(async ({ liveChats }) => {
        const chat = await liveChats.findByConversation(conversationId);
        if (!chat || seq <= chat.seenSeq || seq > chat.lastSeq) return undefined;
        await liveChats.update(chat.requestId, { seenSeq: seq });
        return chat.requestId;
      });
      if (requestId !== undefined) bus.publish(BUS_CHANNELS.contactRequest, requestId);
    },

    async leave(conversationId) {
      const requestId = await unitOfWork.run(async ({ liveChats, audit }) => {
        const chat = await liveChats.findByConversation(conversationId);
        if (chat?.phase !== 'held') return undefined;
        await liveChats.update(chat.requestId, { phase: 'paused', holder: null, owedSince: null });
        await audit.append({ actor: { kind: 'person' }, action: 'chat.left', subject: chat.requestId });
        return chat.requestId;
      });
      if (requestId !== undefined) bus.publish(BUS_CHANNELS.contactRequest, requestId);
    },

    async rate(requestId, value) {
      await unitOfWork.run(async ({ liveChats, requests }) => {
        const record = await requests.find(requestId);
        if (!record) return;
        const { office, locale } = record;
        await liveChats.rate(requestId, { week: isoWeek(clock.now()), office, locale, value });
      });
    },
  };
}
