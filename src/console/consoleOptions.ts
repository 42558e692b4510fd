import type { Alarms } from '#src/domain/alarms.ts';
import type { AuditDesk } from '#src/domain/auditDesk.ts';
import type { Bus } from '#src/domain/bus.ts';
import type { Clock } from '#src/domain/clock.ts';
import type { GroupGrant } from '#src/domain/groupGrants.ts';
import type { IdentityProvider } from '#src/domain/identityProvider.ts';
import type { Ids } from '#src/domain/ids.ts';
import type { CannedReply, LiveChatDesk } from '#src/domain/liveChat.ts';
import type { LocaleTag } from '#src/domain/locale.ts';
import type { Logger } from '#src/domain/logger.ts';
import type { Office } from '#src/domain/office.ts';
import type { WorkingWeek } from '#src/domain/officeHours.ts';
import type { RateLimits } from '#src/domain/rateLimits.ts';
import type { ReportDesk } from '#src/domain/reports.ts';
import type { RequestDesk } from '#src/domain/requestDesk.ts';
import type { SecondFactors } from '#src/domain/secondFactors.ts';
import type { ServiceTargets } from '#src/domain/serviceTarget.ts';
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

/** Who may come in, and how. */
export interface SignInRules {
  /** The organisation's own sign-in, and what its groups may do here. */
  readonly provider: { readonly identity: IdentityProvider; readonly grants: readonly GroupGrant[] } | undefined;
  /** Passwords of local accounts: `breakGlass` beside a provider, for the day on which it is away; each use alarms. */
  readonly passwords: 'on' | 'off' | 'breakGlass';
  /** Local accounts need a one-time code. Whoever has set one up is asked for it anyway. */
  readonly isSecondFactorRequired: boolean;
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
  readonly directory: Pick<StaffDirectory, 'signIn' | 'admit' | 'list' | 'find' | 'disable' | 'enable'>;
  readonly sessions: StaffSessions;
  readonly secondFactors: SecondFactors;
  readonly signIn: SignInRules;
  readonly audit: AuditDesk;
  readonly alarms: Alarms;
  readonly limits: RateLimits;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
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
  /** How long people should wait at most. */
  readonly serviceTargets: ServiceTargets;
  /** The languages in which people can write to us, for the filter. */
  readonly languages: readonly LocaleTag[];
}
