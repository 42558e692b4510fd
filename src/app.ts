import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { RootDialog } from '#dialogs/root.ts';
import { createBotTurnHandler } from './bot/botTurnHandler.ts';
import { createDirectLine } from './channels/directline/createDirectLine.ts';
import { composeAnswering } from './composeAnswering.ts';
import { composeHintSender, composeNotifiers } from './composeNotifiers.ts';
import { composeReports } from './composeReports.ts';
import { composeSignIn, requireStaffLogin } from './composeSignIn.ts';
import { composeStaffDesks } from './composeStaffDesks.ts';
import { composeWorkingWeeks } from './composeWorkingWeeks.ts';
import type { AppConfig } from './config/config.ts';
import { createConsole } from './console/createConsole.ts';
import { findConsoleAssets } from './console/findConsoleAssets.ts';
import type { Alarms } from './domain/alarms.ts';
import type { Clock } from './domain/clock.ts';
import type { Ids } from './domain/ids.ts';
import type { Logger } from './domain/logger.ts';
import { RETENTION } from './domain/retention.ts';
import { TOPIC_GROUPS } from './domain/topic.ts';
import { createContactDesk } from './handoff/contactDesk.ts';
import { createEscalation } from './handoff/escalation.ts';
import { createLiveChat } from './handoff/liveChat.ts';
import { createOutboxWorker } from './handoff/outboxWorker.ts';
import { createChatPageRoute } from './http/chatPageRoute.ts';
import { createHttpServer, DEFAULT_HTTP_LIMITS, type HttpServer } from './http/createHttpServer.ts';
import { createHeaderTable } from './http/headerTable.ts';
import { createHealthRoutes } from './http/healthRoutes.ts';
import { createRateLimits } from './http/limits.ts';
import { createMetricsServer } from './http/metricsServer.ts';
import { createOriginPolicy } from './http/originPolicy.ts';
import { loadStaticFiles } from './http/staticFiles.ts';
import { createStaticRoutes } from './http/staticRoutes.ts';
import { createConsoleTexts } from './i18n/consoleTexts.ts';
import { createTranslator } from './i18n/translator.ts';
import { checkMachine } from './maintenance/checkMachine.ts';
import { createHousekeeping } from './maintenance/housekeeping.ts';
import { createMetrics } from './observability/metrics.ts';
import { readPhone } from './reading/phoneReader.ts';
import { createTextReader, type RecognizerReader } from './reading/recognizerReader.ts';
import { createStorage } from './storage/createStorage.ts';
import { openDatabase } from './storage/openDatabase.ts';
import { checkKeys } from './storage/sealing/checkKeys.ts';
import { readOrCreateKeyFile } from './storage/sealing/keyFile.ts';
import { loadKeyring } from './storage/sealing/loadKeyring.ts';
import { buildWeb } from './web/build.ts';

/** The project's folder: `locales`, `dist` and `src/web` lie below. */
export const ROOT_DIR = join(import.meta.dirname, '..');

export interface AppDependencies {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  /** Tests keep the database on the main thread. */
  readonly databaseThread?: 'main' | 'worker';
}

/** The whole program, put together and not yet listening. */
export interface App {
  /** @returns the port of the web server. */
  start(): Promise<{ readonly port: number; readonly metricsPort: number }>;
  /** Finishes what is under way, in less than ten seconds, then frees everything. */
  stop(): Promise<void>;
}

/** Time that running turns have at a shutdown: the whole exit stays below ten seconds. */
const GRACE_MS = 8_000;

/**
 * Builds every part and joins them: the only file that knows them all. Pages and models are built first if their
 * sources have changed since the last start.
 *
 * @throws {Error} with a sentence for the operator if something needed is missing.
 */
export async function composeApp(config: AppConfig, dependencies: AppDependencies): Promise<App> {
  const { clock, logger } = dependencies;
  const textReader = createTextReader({ clock, logger });
  // The slowest part of a start: its threads load beside everything else.
  const warmUp = textReader.warmUp();
  try {
    return await joinParts(config, dependencies, textReader, warmUp);
  } catch (error) {
    await textReader.close();
    throw error;
  }
}

async function joinParts(
  config: AppConfig,
  { clock, ids, logger, ...dependencies }: AppDependencies,
  textReader: RecognizerReader,
  warmUp: Promise<void>,
): Promise<App> {
  const localesDir = join(ROOT_DIR, 'locales');
  const webDir = join(ROOT_DIR, 'dist/web');
  const isOperated = config.mode === 'operated';
  const metrics = createMetrics();

  const [{ knowledge, answerer, consider, knowsWord }] = await Promise.all([
    composeAnswering({
      localesDir,
      cacheDir: join(ROOT_DIR, 'dist/models'),
      clock,
      logger,
      operated: isOperated,
      showDraftHighRisk: config.showDraftHighRisk,
      semanticHelp: config.semanticHelp,
    }),
    buildWeb({
      rootDir: ROOT_DIR,
      outDir: webDir,
      exitUrl: config.http.exitUrl,
      ...(config.operatorName === undefined ? {} : { operatorName: config.operatorName }),
    }),
  ]);
  const locales = knowledge.languages.map((language) => language.tag);
  const texts = await createTranslator({ localesDir, locales, contacts: knowledge.contacts });

  const keyDir = join(config.dataDir, 'keys');
  const keyring = loadKeyring({
    source: config.keys
      ? { kind: 'given', dataKeys: config.keys.dataKeys, indexKey: config.keys.indexKey }
      : { kind: 'generated', directory: keyDir },
    ids,
  });
  const tokenKey = config.keys
    ? Buffer.from(config.keys.tokenKey, 'base64')
    : readOrCreateKeyFile(join(keyDir, 'token.key'), ids);
  const db = await openDatabase({
    url: config.databaseUrl,
    dataDir: config.dataDir,
    clock,
    logger,
    ...(dependencies.databaseThread ? { thread: dependencies.databaseThread } : {}),
  });
  await checkKeys(db, keyring);
  const storage = createStorage({ db, keyring, dataDir: config.dataDir, clock, ids });
  const alarmCount = metrics.counter('alarms_total', 'Things that need a person at IOM', ['kind']);
  const alarms: Alarms = { raise: (alarm) => alarmCount.add([alarm.kind]) };
  const workingWeeks = composeWorkingWeeks(config.officeHours);
  const notifiers = composeNotifiers(config, { localesDir, clock, logger });
  const notifierNames = notifiers.map((notifier) => notifier.name);
  const hints = composeHintSender(config, (locale) => texts(locale).t('hint.answer'));
  const { unitOfWork } = storage;
  const contactDesk = createContactDesk({
    unitOfWork,
    hasher: storage.codeHasher,
    bus: db.bus,
    clock,
    ids,
    logger,
    alarms,
    notifierNames,
    workingWeeks,
    defaultOffice: 'BE',
    topicGroupOf: (subject) => knowledge.findTopic(subject)?.group ?? TOPIC_GROUPS.find((group) => group === subject),
  });
  const { requestDesk, liveChatDesk, liveChatWatch } = composeStaffDesks(config, {
    unitOfWork,
    bus: db.bus,
    clock,
    logger,
    alarms,
    workingWeeks,
    directory: storage.staffDirectory,
    sendsHints: hints !== undefined,
  });
  const chain = { unitOfWork, bus: db.bus, clock, logger, alarms };
  const escalation = createEscalation({ ...chain, notifierNames, workingWeeks, ...config.escalation });
  const housekeeping = createHousekeeping({
    retentionStore: storage.retentionStore,
    clock,
    logger,
    alarms,
    rules: RETENTION,
    scrub: () => unitOfWork.scrub(),
    readAuditHead: () => unitOfWork.run(({ audit }) => audit.head()),
  });
  const outboxWorker = createOutboxWorker({ ...chain, ids, notifiers, hints });

  const reports = composeReports({ unitOfWork, clock, logger, metrics, workingWeeks, knowledge, knowsWord });
  const limits = createRateLimits({ clock });
  const directLine = createDirectLine({
    clock,
    ids,
    logger,
    metrics,
    log: storage.conversationLog,
    ledger: storage.turnLedger,
    bus: db.bus,
    marks: storage.oneTimeMarks,
    limits,
    tokenKeys: [{ id: 'a', secret: tokenKey }],
    owner: config.databaseUrl === undefined ? 'single' : ids.uuid(),
  });
  const bot = createBotTurnHandler({
    root: new RootDialog({
      answerer,
      consider,
      knowledge,
      contactDesk,
      liveChat: createLiveChat({ unitOfWork, bus: db.bus, clock }),
      ...reports.forDialogs,
      staffChatLanguages: config.staffChat.languages,
      textReader,
      readPhone,
      clock,
      ids,
      texts,
      mode: config.mode,
      hashText: (text) => createHash('sha256').update(text).digest('hex').slice(0, 16),
    }),
    states: storage.stateStore,
    locales,
    texts,
    clock,
    logger,
    endChat: (conversationId) => directLine.channel.end(conversationId),
    shieldFromNetworkLimits: (conversationId) => directLine.channel.shieldFromNetworkLimits(conversationId),
  });

  const files = await loadStaticFiles(webDir);
  const staffConsole = createConsole({
    desk: requestDesk,
    liveChats: liveChatDesk,
    ...reports.forConsole,
    bus: db.bus,
    directory: storage.staffDirectory,
    sessions: storage.staffSessions,
    secondFactors: storage.secondFactors,
    signIn: composeSignIn(config),
    alarms,
    ids,
    logger,
    audit: storage.auditDesk,
    limits,
    clock,
    texts: await createConsoleTexts(localesDir),
    topicTitle: (topic, locale) => {
      const found = knowledge.findTopic(topic);
      return found ? knowledge.title(found.id, locale) : texts(locale).find(`group.${topic}`);
    },
    replyText: (reply, locale) => texts(locale).t(`reply.${reply}`),
    languageName: (tag) => knowledge.languages.find((language) => language.tag === tag)?.name,
    assets: findConsoleAssets([...files.keys()]),
    isDemonstration: !isOperated,
    workingWeeks,
    serviceTargets: config.serviceTargets,
    languages: locales,
  });
  const health = createHealthRoutes({
    clock,
    logger,
    checks: [
      { name: 'storage', check: () => db.checkWritable().then(() => true) },
      { name: 'readers', check: () => warmUp.then(() => true) },
    ],
    isDraining: () => server.isDraining,
  });
  const server: HttpServer = createHttpServer({
    clock,
    ids,
    logger,
    metrics,
    limits: { ...DEFAULT_HTTP_LIMITS, maxConnectionsPerNetwork: config.http.maxConnectionsPerNetwork },
    trustedProxyHops: config.http.trustedProxyHops,
    headerTable: createHeaderTable({
      isHttps: config.http.publicUrl?.startsWith('https://') ?? false,
      frameAncestors: config.http.frameAncestors,
    }),
    origins: createOriginPolicy({ publicUrl: config.http.publicUrl, allowedOrigins: config.http.allowedOrigins }),
    authenticators: { chatToken: directLine.authenticator, staff: staffConsole.authenticate },
    routes: [
      ...health,
      ...directLine.routes,
      ...staffConsole.routes,
      createChatPageRoute({ files, languages: locales, isDemonstration: !isOperated }),
      ...createStaticRoutes({ files, pages: [] }),
    ],
    upgrades: directLine.upgrades,
  });
  const metricsServer = createMetricsServer(metrics);

  return {
    async start() {
      if (isOperated) {
        await checkMachine({ dataDir: config.dataDir, clock });
        await requireStaffLogin(config, storage.staffDirectory);
      }
      directLine.start(bot);
      outboxWorker.start();
      escalation.start();
      liveChatWatch.start();
      housekeeping.start();
      reports.start();
      const metricsPort = await metricsServer.listen(config.http.metricsPort, '127.0.0.1');
      const port = await server.listen(config.http.port, config.http.host);
      logger.info('listening', { port, mode: config.mode });
      return { port, metricsPort };
    },
    async stop() {
      await server.close({ graceMs: GRACE_MS, settle: () => directLine.settle() });
      directLine.stop();
      await Promise.all([outboxWorker.stop(), escalation.stop(), liveChatWatch.stop(), housekeeping.stop()]);
      await Promise.all([metricsServer.close(), reports.stop()]);
      await textReader.close();
      await db.close();
    },
  };
}
