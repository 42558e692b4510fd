import type { AuditTrail } from './audit.ts';
import type { ContactRequestStore } from './contactRequestStore.ts';
import type { AppendResult, NewActivity } from './conversationLog.ts';
import type { LiveChatStore } from './liveChat.ts';
import type { OfficeActivity } from './officeActivity.ts';
import type { Outbox } from './outbox.ts';
import type { ReportStore } from './reports.ts';
import type { SecretAttempts } from './secretAttempts.ts';
import type { QuestionStore } from './unansweredQuestions.ts';

/** The stores that take part in one transaction. They end with it. */
export interface Stores {
  readonly requests: ContactRequestStore;
  readonly liveChats: LiveChatStore;
  /** True if the chat exists and was not deleted by the person. */
  readonly isChatOpen: (conversationId: string) => Promise<boolean>;
  /** Appends to the log of a chat. Tell `BUS_CHANNELS.turnWaiting` after the commit if the bot has to handle it. */
  readonly appendActivity: (conversationId: string, activity: NewActivity) => Promise<AppendResult>;
  readonly secretAttempts: SecretAttempts;
  readonly outbox: Outbox;
  readonly officeActivity: OfficeActivity;
  readonly reports: ReportStore;
  readonly questions: QuestionStore;
  readonly audit: AuditTrail;
}

/** Runs work in one transaction: all of it is durable when the promise resolves, or nothing happened. */
export interface UnitOfWork {
  /**
   * No network, no slow hashing inside `work`: on the embedded database everybody else waits.
   * @throws {StorageUnavailableError} if the database did not take it.
   */
  run<T>(work: (stores: Stores) => Promise<T>): Promise<T>;
  /** Overwrites on disk what was deleted (embedded database): after an erasure nothing may remain in file or log. */
  scrub(): Promise<void>;
}
