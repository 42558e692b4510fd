import type { AuditDesk } from '#src/domain/auditDesk.ts';
import type { Bus } from '#src/domain/bus.ts';
import type { Clock } from '#src/domain/clock.ts';
import type { CannedReply, LiveChatDesk } from '#src/domain/liveChat.ts';
import type { LocaleTag } from '#src/domain/locale.ts';
import type { Office } from '#src/domain/office.ts';
import type { WorkingWeek } from '#src/domain/officeHours.ts';
import type { RateLimits } from '#src/domain/rateLimits.ts';
import type { ReportDesk } from '#src/domain/reports.ts';
import type { RequestDesk } from '#src/domain/requestDesk.ts';
import type { StaffDirectory } from '#src/domain/staffDirectory.ts';
import type { StaffSessions } from '#src/domain/staffSessions.ts';
import type { TopicId } from '#src/domain/topic.ts';
import type { QuestionDesk } from '#src/domain/unansweredQuestions.ts';
import type { ConsoleTexts } from '#src/i18n/consoleTexts.ts';

/** URL paths of the built files of `src/web/console`. */
export interface ConsoleAssets {
  readonly script: string;
  readonly style: string;
  readonly icon: string;
}

/** What the staff page needs from the rest of the system. */
export interface ConsoleOptions {
  readonly desk: RequestDesk;
  readonly liveChats: LiveChatDesk;
  readonly reports: ReportDesk;
  readonly questions: QuestionDesk;
  /** Every topic, in catalogue order. */
  readonly topicIds: readonly TopicId[];
  /** Hints that something changed: the live pages listen. */
  readonly bus: Bus;
  readonly directory: Pick<StaffDirectory, 'signIn' | 'list'>;
  readonly sessions: StaffSessions;
  readonly audit: AuditDesk;
  readonly limits: RateLimits;
  readonly clock: Clock;
  readonly texts: (locale: LocaleTag) => ConsoleTexts;
  /** The topic's title in a staff language; `undefined` if the topic no longer exists. */
  readonly topicTitle: (topic: string, locale: LocaleTag) => string | undefined;
  /** A ready-made reply in the person's or the staff member's language. */
  readonly replyText: (reply: CannedReply, locale: LocaleTag) => string;
  /** The own name of a language that the assistant offers: `العربية`. */
  readonly languageName: (tag: LocaleTag) => string | undefined;
  readonly assets: ConsoleAssets;
  /** True while `OPERATOR_NAME` is unset: each page says that nobody at IOM reads this. */
  readonly isDemonstration: boolean;
  /** When each office works; Monday to Friday, 9:00 to 17:00 unless told. */
  readonly workingWeeks?: Readonly<Record<Office, WorkingWeek>>;
}
