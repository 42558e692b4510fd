import { createDirectLine, type DirectLine } from '#src/channels/directline/createDirectLine.ts';
import type { Bus } from '#src/domain/bus.ts';
import type { BotTurnHandler } from '#src/domain/channel.ts';
import type { Clock } from '#src/domain/clock.ts';
import type { Route } from '#src/domain/httpRoute.ts';
import type { OneTimeMarks } from '#src/domain/oneTimeMarks.ts';
import type { RateLimits } from '#src/domain/rateLimits.ts';
import {
  createHttpServer,
  DEFAULT_HTTP_LIMITS,
  type HttpServer,
  type HttpServerLimits,
} from '#src/http/createHttpServer.ts';
import { createHeaderTable, type HeaderTable } from '#src/http/headerTable.ts';
import { createHealthRoutes } from '#src/http/healthRoutes.ts';
import { createOriginPolicy } from '#src/http/originPolicy.ts';
import { createMetrics, type Metrics } from '#src/observability/metrics.ts';
import { systemClock } from '#src/systemClock.ts';
import { createSystemIds } from '#src/systemIds.ts';
import { EchoBot } from './echoBot.ts';
import { MemoryConversationLog } from './memoryConversationLog.ts';
import { MemoryOneTimeMarks } from './memoryOneTimeMarks.ts';
import { SilentLogger } from './silentLogger.ts';

export interface ChatServerOptions {
  /** Time of tokens, limits and log. The HTTP server itself always runs on the machine's time. */
  readonly clock?: Clock;
  readonly log?: MemoryConversationLog;
  readonly marks?: OneTimeMarks;
  readonly bot?: BotTurnHandler;
  readonly limits?: RateLimits;
  readonly httpLimits?: Partial<HttpServerLimits>;
  readonly routes?: readonly Route[];
  readonly headerTable?: HeaderTable;
  readonly publicUrl?: string;
  readonly allowedOrigins?: readonly string[];
  readonly trustedProxyHops?: number;
  readonly port?: number;
  readonly owner?: string;
}

/** A real server with the web chat channel, as `app.ts` builds it, over a log in memory. */
export interface ChatServer {
  readonly url: string;
  readonly port: number;
  readonly http: HttpServer;
  readonly directLine: DirectLine;
  readonly log: MemoryConversationLog;
  readonly bus: Bus;
  readonly logger: SilentLogger;
  readonly metrics: Metrics;
  stop(graceMs?: number): Promise<void>;
}

/** Keys of the tests; the same in every server, so that tokens outlive a restart. */
export const TEST_TOKEN_KEYS = [{ id: 'test', secret: new Uint8Array(32).fill(7) }];

const UNLIMITED: RateLimits = { take: () => ({ kind: 'allowed' }) };

export async function startChatServer(options: ChatServerOptions = {}): Promise<ChatServer> {
  const clock = options.clock ?? systemClock;
  const ids = createSystemIds(systemClock);
  const logger = new SilentLogger();
  const metrics = createMetrics();
  const log = options.log ?? new MemoryConversationLog(clock);
  const { bus } = log;
  const directLine = createDirectLine({
    clock,
    ids,
    logger,
    metrics,
    log,
    ledger: log,
    bus,
    marks: options.marks ?? new MemoryOneTimeMarks(),
    limits: options.limits ?? UNLIMITED,
    tokenKeys: TEST_TOKEN_KEYS,
    owner: options.owner ?? 'single',
  });
  const health = createHealthRoutes({ clock: systemClock, logger, checks: [], isDraining: () => http.isDraining });
  const http: HttpServer = createHttpServer({
    clock: systemClock,
    ids,
    logger,
    metrics,
    limits: { ...DEFAULT_HTTP_LIMITS, ...options.httpLimits },
    trustedProxyHops: options.trustedProxyHops ?? 0,
    headerTable: options.headerTable ?? createHeaderTable({ isHttps: false, frameAncestors: [] }),
    origins: createOriginPolicy({ publicUrl: options.publicUrl, allowedOrigins: options.allowedOrigins ?? [] }),
    authenticators: { chatToken: directLine.authenticator },
    routes: [...health, ...directLine.routes, ...(options.routes ?? [])],
    upgrades: directLine.upgrades,
  });
  const port = await http.listen(options.port ?? 0, '127.0.0.1');
  directLine.start(options.bot ?? new EchoBot());
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    http,
    directLine,
    log,
    bus,
    logger,
    metrics,
    async stop(graceMs = 5_000) {
      await http.close({ graceMs, settle: () => directLine.settle() });
      directLine.stop();
    },
  };
}
