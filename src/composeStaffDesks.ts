import type { AppConfig } from './config/config.ts';
import type { Alarms } from './domain/alarms.ts';
import type { Bus } from './domain/bus.ts';
import type { Clock } from './domain/clock.ts';
import type { LiveChatDesk } from './domain/liveChat.ts';
import type { Logger } from './domain/logger.ts';
import type { Office } from './domain/office.ts';
import type { WorkingWeek } from './domain/officeHours.ts';
import type { RequestDesk } from './domain/requestDesk.ts';
import { RETENTION } from './domain/retention.ts';
import type { StaffDirectory } from './domain/staffDirectory.ts';
import type { UnitOfWork } from './domain/unitOfWork.ts';
import { createLiveChatDesk } from './handoff/liveChatDesk.ts';
import { createLiveChatWatch, type LiveChatWatch } from './handoff/liveChatWatch.ts';
import { createReadingWatch } from './handoff/readingWatch.ts';
import { createRequestDesk } from './handoff/requestDesk.ts';

/**
 * The two desks at which staff work, and the watch over the chats they hold. One more watch notices who reads unusually
 * much at either desk.
 */
export function composeStaffDesks(
  config: AppConfig,
  parts: {
    readonly unitOfWork: UnitOfWork;
    readonly bus: Bus;
    readonly clock: Clock;
    readonly logger: Logger;
    readonly alarms: Alarms;
    readonly workingWeeks: Readonly<Record<Office, WorkingWeek>>;
    readonly directory: StaffDirectory;
    /** True if mail can be sent: people who asked for it are told that there is an answer. */
    readonly sendsHints: boolean;
  },
): { readonly requestDesk: RequestDesk; readonly liveChatDesk: LiveChatDesk; readonly liveChatWatch: LiveChatWatch } {
  const reading = createReadingWatch({ ...parts, limits: config.readingLimits });
  return {
    requestDesk: createRequestDesk({ ...parts, targets: config.serviceTargets, retention: RETENTION, reading }),
    liveChatDesk: createLiveChatDesk({ ...parts, reading, shownName: config.staffChat.shownName }),
    liveChatWatch: createLiveChatWatch({ ...parts, silenceMinutes: config.staffChat.patienceMinutes }),
  };
}
