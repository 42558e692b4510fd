import type { Alarm } from '#src/domain/alarms.ts';
import type { ContactDesk } from '#src/domain/contactRequest.ts';
import type { HintSender } from '#src/domain/hintSender.ts';
import type { LiveChat, LiveChatDesk } from '#src/domain/liveChat.ts';
import type { Notifier } from '#src/domain/notifier.ts';
import { DEFAULT_WORKING_WEEK } from '#src/domain/officeHours.ts';
import type { RequestDesk } from '#src/domain/requestDesk.ts';
import { RETENTION } from '#src/domain/retention.ts';
import type { SecretHasher } from '#src/domain/secretHasher.ts';
import { DEFAULT_SERVICE_TARGETS } from '#src/domain/serviceTarget.ts';
import { TOPIC_GROUPS } from '#src/domain/topic.ts';
import { createContactDesk } from '#src/handoff/contactDesk.ts';
import { createLiveChat } from '#src/handoff/liveChat.ts';
import { createLiveChatDesk } from '#src/handoff/liveChatDesk.ts';
import { createLiveChatWatch, type LiveChatWatch } from '#src/handoff/liveChatWatch.ts';
import { createOutboxWorker, type OutboxWorker } from '#src/handoff/outboxWorker.ts';
import { createReadingWatch, DEFAULT_READING_LIMITS, type ReadingLimits } from '#src/handoff/readingWatch.ts';
import { createRequestDesk } from '#src/handoff/requestDesk.ts';
import { createArgon2Hasher } from '#src/storage/argon2Hasher.ts';
import { createSystemIds } from '#src/systemIds.ts';
import type { DatabaseMaker } from './databases.ts';
import { openTestStorage, type TestStorage } from './storage.ts';

/** Both desks and the worker over a real database. */
export interface TestHandoff extends TestStorage {
  readonly desk: ContactDesk;
  readonly requestDesk: RequestDesk;
  readonly liveChat: LiveChat;
  readonly liveChatDesk: LiveChatDesk;
  readonly liveChatWatch: LiveChatWatch;
  readonly worker: OutboxWorker;
  readonly alarms: Alarm[];
}

/** Cheap hashing: the cost of codes is tested where it matters. */
export const CHEAP_COST = { memoryKiB: 8, passes: 1 };

export async function startHandoff(
  maker: DatabaseMaker,
  options: {
    readonly notifiers?: readonly Notifier[];
    readonly start?: string;
    readonly hasher?: SecretHasher;
    readonly hints?: HintSender;
    readonly readingLimits?: ReadingLimits;
  } = {},
): Promise<TestHandoff> {
  const storage = await openTestStorage(maker, options.start);
  const { unitOfWork, clock, logger, opened } = storage;
  const ids = createSystemIds(clock);
  const raised: Alarm[] = [];
  const alarms = { raise: (alarm: Alarm) => void raised.push(alarm) };
  const notifiers = options.notifiers ?? [];
  const { bus } = opened.db;
  const workingWeeks = { BE: DEFAULT_WORKING_WEEK, LU: DEFAULT_WORKING_WEEK };
  const desk = createContactDesk({
    unitOfWork,
    hasher: options.hasher ?? createArgon2Hasher(CHEAP_COST, ids),
    bus,
    clock,
    ids,
    logger,
    alarms,
    notifierNames: notifiers.map(({ name }) => name),
    workingWeeks,
    defaultOffice: 'BE',
    topicGroupOf: (subject) => TOPIC_GROUPS.find((group) => group === subject) ?? 'applying',
  });
  const worker = createOutboxWorker({ unitOfWork, bus, clock, ids, logger, alarms, notifiers, hints: options.hints });
  const reading = createReadingWatch({
    clock,
    logger,
    alarms,
    limits: options.readingLimits ?? DEFAULT_READING_LIMITS,
  });
  const requestDesk = createRequestDesk({
    unitOfWork,
    bus,
    clock,
    workingWeeks,
    targets: DEFAULT_SERVICE_TARGETS,
    retention: RETENTION,
    reading,
    directory: storage.staffDirectory,
  });
  const liveChat = createLiveChat({ unitOfWork, bus, clock });
  const liveChatDesk = createLiveChatDesk({
    unitOfWork,
    bus,
    clock,
    reading,
    shownName: 'firstName',
    sendsHints: true,
  });
  const liveChatWatch = createLiveChatWatch({ unitOfWork, bus, clock, logger, workingWeeks, silenceMinutes: 10 });
  return { ...storage, desk, requestDesk, liveChat, liveChatDesk, liveChatWatch, worker, alarms: raised };
}
