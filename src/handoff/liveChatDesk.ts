import type { AuditAction } from '#src/domain/audit.ts';
import { BUS_CHANNELS, type Bus } from '#src/domain/bus.ts';
import { cleanText, MAX_MESSAGE_LENGTH } from '#src/domain/cleanText.ts';
import type { Clock } from '#src/domain/clock.ts';
import type { ContactRequestRecord } from '#src/domain/contactRequestStore.ts';
import type { LiveChatDesk, LiveChatRecord } from '#src/domain/liveChat.ts';
import { coversOffice } from '#src/domain/office.ts';
import type { ChangeResult } from '#src/domain/requestDesk.ts';
import { mayWorkOnRequests, type StaffMember } from '#src/domain/staff.ts';
import type { Stores, UnitOfWork } from '#src/domain/unitOfWork.ts';
import { concludeLiveChat } from './concludeLiveChat.ts';
import { deskNewsActivity } from './deskNews.ts';
import { hintJob } from './hintJob.ts';
import type { ReadingWatch } from './readingWatch.ts';

export interface LiveChatDeskOptions {
  readonly unitOfWork: UnitOfWork;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly reading: ReadingWatch;
  /** Under which name staff appear to people: their first name, or only as “a counsellor”. */
  readonly shownName: 'firstName' | 'role';
  /** True if mail can be sent: people who asked for it are told that there is an answer. */
  readonly sendsHints: boolean;
}

/** What a change leaves to be told once it is durable. */
interface Outcome {
  readonly result: ChangeResult;
  /** The conversation whose bot has news to handle. */
  readonly wakes?: string | undefined;
}

/** The staff side of live chats: who may speak, and what is written down about it, is decided here and nowhere else. */
export function createLiveChatDesk(options: LiveChatDeskOptions): LiveChatDesk {
  const { unitOfWork, bus, clock, reading } = options;

  /** Runs `work` on a chat whose request the member may see; anything else is “not found”, and audited. */
  async function withChat(
    member: StaffMember,
    id: string,
    work: (stores: Stores, record: ContactRequestRecord, chat: LiveChatRecord) => Promise<Outcome>,
  ): Promise<ChangeResult> {
    const { result, wakes } = await unitOfWork.run<Outcome>(async (stores) => {
      const found = await findVisible(stores, member, id);
      if (found) return work(stores, found.record, found.chat);
      await deny(stores, member, id);
      return { result: { kind: 'notFound' } };
    });
    if (wakes !== undefined) bus.publish(BUS_CHANNELS.turnWaiting, wakes);
    if (result.kind === 'changed') bus.publish(BUS_CHANNELS.contactRequest, id);
    return result;
  }

  async function audit({ audit }: Stores, member: StaffMember, action: AuditAction, subject: string): Promise<void> {
    await audit.append({ actor: { kind: 'staff', id: member.id }, action, subject });
  }

  /** A member who tries requests of another office learns nothing, and is seen. */
  async function deny(stores: Stores, member: StaffMember, id: string): Promise<void> {
    await audit(stores, member, 'access.denied', (await stores.requests.find(id))?.id ?? '');
  }

  function nameOf(member: StaffMember): string | undefined {
    const first = member.displayName.trim().split(/\s+/u)[0];
    return options.shownName === 'firstName' && first ? first : undefined;
  }

  /** Takes the conversation, unless the member has it already. */
  async function hold(
    stores: Stores,
    member: StaffMember,
    record: ContactRequestRecord,
    chat: LiveChatRecord,
  ): Promise<void> {
    if (chat.phase === 'held' && chat.holder === member.id) return;
    const now = clock.now();
    await stores.liveChats.update(record.id, { phase: 'held', holder: member.id, owedSince: now, crisisAt: null });
    const news = { kind: 'joined', requestId: record.id, name: nameOf(member) } as const;
    await stores.appendActivity(
      chat.conversationId,
      deskNewsActivity(news, `joined:${record.id}:${now}`, record.locale),
    );
    await audit(stores, member, 'chat.joined', record.id);
  }

  /** Writes the job only for a person who left an address for it. */
  async function orderHint(
    { requests, outbox }: Stores,
    { id }: ContactRequestRecord,
    chat: LiveChatRecord,
  ): Promise<void> {
    const means = options.sendsHints ? (await requests.openDetails(id))?.means : undefined;
    if (means?.kind !== 'chat' || means.hintAddress === undefined) return;
    await outbox.add(hintJob({ contactRequestId: id, seenSeq: chat.seenSeq }, clock.now()));
  }

  const maySpeak = (member: StaffMember, record: ContactRequestRecord, chat: LiveChatRecord): boolean =>
    record.status === 'open' && record.assignee === member.id && chat.phase !== 'ended';

  async function findVisible(
    stores: Stores,
    member: StaffMember,
    id: string,
  ): Promise<{ readonly record: ContactRequestRecord; readonly chat: LiveChatRecord } | undefined> {
    const record = await stores.requests.find(id);
    const chat = record && (await stores.liveChats.find(record.id));
    const isVisible = record && mayWorkOnRequests(member) && coversOffice(member.office, record.office);
    return record && chat && isVisible ? { record, chat } : undefined;
  }

  return {
    find: (member, id) => unitOfWork.run(async (stores) => (await findVisible(stores, member, id))?.chat),

    async view(member, id) {
      let alarm: Awaited<ReturnType<ReadingWatch['note']>>;
      const view = await unitOfWork.run(async (stores) => {
        const found = await findVisible(stores, member, id);
        if (!found) {
          await deny(stores, member, id);
          return undefined;
        }
        const { record, chat } = found;
        alarm = await reading.note(stores, member, record.id, { screen: 'chat', throughSeq: chat.lastSeq });
        return {
          chat,
          isReachable: await stores.isChatOpen(chat.conversationId),
          messages: await stores.liveChats.messages(record.id),
        };
      });
      reading.raise(alarm);
      return view;
    },

    join: (member, id) =>
      withChat(member, id, async (stores, record, chat) => {
        if (!maySpeak(member, record, chat)) return { result: { kind: 'notAllowed' } };
        await hold(stores, member, record, chat);
        return { result: { kind: 'changed', record }, wakes: chat.conversationId };
      }),

    send: (member, id, formId, text) =>
      withChat(member, id, async (stores, record, chat) => {
        const cleaned = cleanText(text, MAX_MESSAGE_LENGTH).text;
        if (cleaned === '' || !maySpeak(member, record, chat)) return { result: { kind: 'notAllowed' } };
        await hold(stores, member, record, chat);
        const name = nameOf(member);
        const { seq, isNew } = await stores.liveChats.append(record.id, {
          origin: `form:${member.id}:${formId}`,
          author: member.id,
          text: cleaned,
          ...(name === undefined ? {} : { name }),
        });
        if (isNew) {
          await stores.liveChats.update(record.id, { owedSince: null });
          const news = { kind: 'message', requestId: record.id, seq } as const;
          await stores.appendActivity(
            chat.conversationId,
            deskNewsActivity(news, `message:${record.id}:${seq}`, record.locale),
          );
          await orderHint(stores, record, chat);
          await audit(stores, member, 'chat.written', record.id);
        }
        return { result: { kind: 'changed', record }, wakes: chat.conversationId };
      }),

    handBack: (member, id) =>
      withChat(member, id, async (stores, record, chat) => {
        const mayEnd = chat.holder === member.id || member.roles.includes('lead');
        if (chat.phase !== 'held' || !mayEnd) return { result: { kind: 'notAllowed' } };
        const wakes = await concludeLiveChat(stores, chat, record, 'left');
        await audit(stores, member, 'chat.handedBack', record.id);
        return { result: { kind: 'changed', record }, wakes };
      }),

    async showTyping(member, id) {
      const chat = await unitOfWork.run(async (stores) => {
        const found = await findVisible(stores, member, id);
        if (!found) await deny(stores, member, id);
        return found?.chat;
      });
      if (!chat) return 'notFound';
      if (chat.phase === 'held' && chat.holder === member.id) bus.publish(BUS_CHANNELS.typing, chat.conversationId);
      return 'shown';
    },
  };
}
