import { fingerprint } from '#src/answering/text/fingerprint.ts';
import type { ConsoleOptions, SignInRules } from '#src/console/consoleOptions.ts';
import { createConsole } from '#src/console/createConsole.ts';
import { findConsoleAssets } from '#src/console/findConsoleAssets.ts';
import type { ContactRequestDraft } from '#src/domain/contactRequest.ts';
import type { ContactRequestRecord } from '#src/domain/contactRequestStore.ts';
import type { Route } from '#src/domain/httpRoute.ts';
import type { Notifier } from '#src/domain/notifier.ts';
import type { OfficeScope } from '#src/domain/office.ts';
import { DEFAULT_SERVICE_TARGETS } from '#src/domain/serviceTarget.ts';
import type { StaffMember, StaffRole } from '#src/domain/staff.ts';
import type { TopicId } from '#src/domain/topic.ts';
import type { ReadingLimits } from '#src/handoff/readingWatch.ts';
import { createHttpServer, DEFAULT_HTTP_LIMITS } from '#src/http/createHttpServer.ts';
import { createHeaderTable } from '#src/http/headerTable.ts';
import { createRateLimits } from '#src/http/limits.ts';
import { createOriginPolicy } from '#src/http/originPolicy.ts';
import { createConsoleTexts } from '#src/i18n/consoleTexts.ts';
import { createMetrics } from '#src/observability/metrics.ts';
import { createQuestionDesk } from '#src/questions/questionDesk.ts';
import { createReportDesk } from '#src/reports/reportDesk.ts';
import { type Argon2Cost, createArgon2Hasher } from '#src/storage/argon2Hasher.ts';
import { createStaffDirectory } from '#src/storage/staffDirectory.ts';
import { systemClock } from '#src/systemClock.ts';
import { createSystemIds } from '#src/systemIds.ts';
import { aContactRequest } from './contactRequests.ts';
import { createDatabaseMaker } from './databases.ts';
import { CHEAP_COST, startHandoff, type TestHandoff } from './handoff.ts';

/** Every account of the tests has this password. */
export const STAFF_PASSWORD = 'correct horse battery staple';

export interface ConsoleServerOptions {
  readonly publicUrl?: string;
  /** A free one unless told. */
  readonly port?: number;
  readonly isDemonstration?: boolean;
  readonly notifiers?: readonly Notifier[];
  readonly readingLimits?: ReadingLimits;
  /** Cheap unless told. */
  readonly passwordCost?: Argon2Cost;
  /** Built files (`assets/…`) and the routes that serve them; without them pages name files that do not exist. */
  readonly built?: { readonly paths: readonly string[]; readonly routes: readonly Route[] };
  /** Passwords alone unless told. */
  readonly signIn?: Partial<SignInRules>;
  readonly change?: (options: ConsoleOptions) => ConsoleOptions;
}

/** The console behind the real HTTP server, over real storage and desks, at a time that the test moves. */
export interface ConsoleServer extends TestHandoff {
  readonly url: string;
  readonly routes: readonly Route[];
  addStaff(
    login: string,
    account?: { readonly roles?: readonly StaffRole[]; readonly office?: OfficeScope; readonly displayName?: string },
  ): Promise<StaffMember>;
  /** Submits a contact request as the chat does. */
  submit(changes?: Partial<ContactRequestDraft>): Promise<ContactRequestRecord>;
  stop(): Promise<void>;
}

const UNBUILT = ['assets/console-TEST.js', 'assets/console-TEST.css', 'assets/icon-TEST.svg'];

export async function startConsoleServer(options: ConsoleServerOptions = {}): Promise<ConsoleServer> {
  const maker = await createDatabaseMaker('sqlite');
  const handoff = await startHandoff(maker, {
    ...(options.notifiers ? { notifiers: options.notifiers } : {}),
    ...(options.readingLimits ? { readingLimits: options.readingLimits } : {}),
  });
  const { clock, logger, staffSessions, auditDesk, opened, keyring } = handoff;
  const ids = createSystemIds(systemClock);
  const staffDirectory = createStaffDirectory({
    db: opened.db,
    keyring,
    hasher: createArgon2Hasher(options.passwordCost ?? CHEAP_COST, ids),
    clock,
    ids,
    administrator: { kind: 'commandLine' },
  });
  const consoleOptions: ConsoleOptions = {
    desk: handoff.requestDesk,
    liveChats: handoff.liveChatDesk,
    reports: createReportDesk({ unitOfWork: handoff.unitOfWork, clock, locales: ['en', 'fr', 'ar', 'ti'] }),
    questions: createQuestionDesk({ unitOfWork: handoff.unitOfWork, fingerprint }),
    topicIds: ['apply-how', 'money-how-much'] as unknown as readonly TopicId[],
    bus: handoff.opened.db.bus,
    replyText: (reply, locale) => `${reply} ${locale}`,
    directory: staffDirectory,
    sessions: staffSessions,
    secondFactors: handoff.secondFactors,
    signIn: { provider: undefined, passwords: 'on', isSecondFactorRequired: false, ...options.signIn },
    alarms: { raise: (alarm) => void handoff.alarms.push(alarm) },
    ids,
    logger,
    audit: auditDesk,
    limits: createRateLimits({ clock }),
    clock,
    texts: await createConsoleTexts('locales'),
    topicTitle: (topic, locale) =>
      topic === 'apply-how' ? { en: 'How do I apply?', fr: 'Comment faire une demande ?' }[locale] : undefined,
    serviceTargets: DEFAULT_SERVICE_TARGETS,
    languages: ['ar', 'en', 'fr'],
    languageName: (tag) => ({ en: 'English', fr: 'Français', ar: 'العربية' })[tag],
    assets: findConsoleAssets(options.built?.paths ?? UNBUILT),
    isDemonstration: options.isDemonstration ?? false,
  };
  const console = createConsole(options.change?.(consoleOptions) ?? consoleOptions);
  const http = createHttpServer({
    clock: systemClock,
    ids,
    logger,
    metrics: createMetrics(),
    limits: DEFAULT_HTTP_LIMITS,
    trustedProxyHops: 0,
    headerTable: createHeaderTable({ isHttps: options.publicUrl !== undefined, frameAncestors: [] }),
    origins: createOriginPolicy({ publicUrl: options.publicUrl, allowedOrigins: [] }),
    authenticators: { staff: console.authenticate },
    routes: [...console.routes, ...(options.built?.routes ?? [])],
    upgrades: [],
  });
  const port = await http.listen(options.port ?? 0, '127.0.0.1');
  return {
    ...handoff,
    staffDirectory,
    url: `http://127.0.0.1:${port}`,
    routes: console.routes,
    addStaff: (login, { roles = ['counsellor'] as const, office = 'both', displayName = login } = {}) =>
      staffDirectory.add({ login, displayName, roles, office, password: STAFF_PASSWORD }),
    async submit(changes) {
      const { reference } = await handoff.desk.submit(aContactRequest(changes));
      const record = await handoff.unitOfWork.run(async ({ requests }) => {
        const found = await requests.findByReference(reference);
        return found && requests.find(found.id);
      });
      if (!record) throw new Error('The request was not stored');
      return record;
    },
    async stop() {
      await http.close({ graceMs: 500 });
      await maker.end();
    },
  };
}
