import { BUS_CHANNELS, type Bus } from '#src/domain/bus.ts';
import { type Clock, MINUTE_MS, SECOND_MS } from '#src/domain/clock.ts';
import type { LiveChatEnding, LiveChatRecord } from '#src/domain/liveChat.ts';
import type { Logger } from '#src/domain/logger.ts';
import type { Office } from '#src/domain/office.ts';
import { nextOfficeHours, type WorkingWeek } from '#src/domain/officeHours.ts';
import type { UnitOfWork } from '#src/domain/unitOfWork.ts';
import { concludeLiveChat } from './concludeLiveChat.ts';
import { createRepeatedCheck } from './repeatedCheck.ts';

export interface LiveChatWatchOptions {
  readonly unitOfWork: UnitOfWork;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly workingWeeks: Readonly<Record<Office, WorkingWeek>>;
  /** Minutes that a person waits for a staff member who holds the chat; then the assistant answers again. */
  readonly silenceMinutes: number;
}

/** Watches that nobody sits before a silent screen: the assistant comes back when staff do not answer. */
export interface LiveChatWatch {
  start(): void;
  /** Looks at all held chats once. */
  check(): Promise<void>;
  stop(): Promise<void>;
}

const CHECK_INTERVAL_MS = 20 * SECOND_MS;

/** Outside office hours nobody is expected: who works late answers within this time. */
const LATE_PATIENCE_MS = 2 * MINUTE_MS;

export function createLiveChatWatch(options: LiveChatWatchOptions): LiveChatWatch {
  const { unitOfWork, bus, clock, logger } = options;

  async function check(): Promise<void> {
    const held = await unitOfWork.run(({ liveChats }) => liveChats.listHeld());
    for (const { requestId } of held) await endIfSilent(requestId);
  }

  /** Reads again inside the transaction: the staff member may just have answered. */
  async function endIfSilent(requestId: string): Promise<void> {
    const conversationId = await unitOfWork.run(async (stores) => {
      const chat = await stores.liveChats.find(requestId);
      const record = await stores.requests.find(requestId);
      const ending = chat?.phase === 'held' && record ? endingOf(chat, record.office) : undefined;
      if (!chat || !record || !ending) return undefined;
      await stores.audit.append({
        actor: { kind: 'system' },
        action: 'chat.handedBack',
        subject: requestId,
        detail: { reason: ending },
      });
      return concludeLiveChat(stores, chat, record, ending);
    });
    if (conversationId === undefined) return;
    logger.warn('a chat went back to the assistant: staff did not answer', { contactRequestId: requestId });
    bus.publish(BUS_CHANNELS.turnWaiting, conversationId);
    bus.publish(BUS_CHANNELS.contactRequest, requestId);
  }

  function endingOf({ owedSince }: LiveChatRecord, office: Office): LiveChatEnding | undefined {
    if (owedSince === undefined) return undefined;
    const now = clock.now();
    const waited = now - owedSince;
    if (waited >= LATE_PATIENCE_MS && !nextOfficeHours(office, now, options.workingWeeks[office]).isOpenNow) {
      return 'officeClosed';
    }
    return waited >= options.silenceMinutes * MINUTE_MS ? 'silent' : undefined;
  }

  return { ...createRepeatedCheck(options, CHECK_INTERVAL_MS, check, 'held chats could not be checked'), check };
}
